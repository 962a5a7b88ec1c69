/** The hairline under a bar while what stands below is being brought up to date. */
export function BusyLine({ busy }: { busy: boolean }) {
  return (
    <div
      className="relative h-px overflow-hidden bg-line"
      role="status"
      aria-label={busy ? 'Loading' : undefined}
    >
      {busy ? <div className="animate-busy absolute inset-y-0 w-1/4 bg-accent" /> : null}
    </div>
  );
}
