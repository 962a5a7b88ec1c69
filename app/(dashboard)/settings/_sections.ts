/** The sections in the list at the left. A new one is a folder beside this file, with its page, and a line here. */
export const SECTION_PAGES = [
  { href: '/settings/metrics', title: 'Metrics' },
  { href: '/settings/retention', title: 'Retention' },
  { href: '/settings/security', title: 'Security' },
] as const;
