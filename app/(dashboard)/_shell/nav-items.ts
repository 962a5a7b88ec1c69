import { KeyRound, ScrollText, Server } from 'lucide-react';

export const NAV_ITEMS = [
  { href: '/logs', label: 'Logs', icon: ScrollText, adminOnly: false },
  { href: '/servers', label: 'Servers', icon: Server, adminOnly: false },
  { href: '/keys', label: 'Keys', icon: KeyRound, adminOnly: true },
];
