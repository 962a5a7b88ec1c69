import {
  Activity,
  ChartNoAxesColumn,
  KeyRound,
  ScrollText,
  Server,
  Settings,
  Users,
  type LucideIcon,
} from 'lucide-react';
import { RANK, type Role } from '@/lib/roles';

export interface NavItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** who sees it: this role and those above */
  role: Role;
}

export const NAV_ITEMS: NavItem[] = [
  { href: '/', label: 'Summary', icon: ChartNoAxesColumn, role: 'viewer' },
  { href: '/logs', label: 'Logs', icon: ScrollText, role: 'viewer' },
  { href: '/servers', label: 'Servers', icon: Server, role: 'viewer' },
  { href: '/keys', label: 'Keys', icon: KeyRound, role: 'auditor' },
  { href: '/users', label: 'Users', icon: Users, role: 'auditor' },
  { href: '/activity', label: 'Activity', icon: Activity, role: 'auditor' },
  { href: '/settings', label: 'Settings', icon: Settings, role: 'auditor' },
];

/** What somebody with this role finds in the navigation. */
export const navItemsFor = (role: Role): NavItem[] =>
  NAV_ITEMS.filter((item) => RANK[role] >= RANK[item.role]);
