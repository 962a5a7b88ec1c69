/** The mark: a line with one reading on it. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 16 16" className={className}>
      <rect width="16" height="16" rx="4" fill="var(--accent)" />
      <path
        d="M3 8h3l1.5-3.5L9.5 11.5 11 8h2"
        fill="none"
        stroke="var(--accent-ink)"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
