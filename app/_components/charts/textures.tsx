/** The textures of outcomes in charts, so that they differ not by hue alone; once on a page, by id. */
export function Textures() {
  return (
    <svg aria-hidden width={0} height={0} className="absolute">
      <defs>
        <pattern id="texture-protocol_error" width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="4" height="4" fill="var(--protocol-error)" />
          <path d="M-1 1l2-2M0 4l4-4M3 5l2-2" stroke="var(--canvas)" strokeOpacity=".55" fill="none" />
        </pattern>
        <pattern id="texture-upstream_error" width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="4" height="4" fill="var(--upstream-error)" />
          <path d="M0 1.5h4" stroke="var(--canvas)" strokeOpacity=".55" fill="none" />
        </pattern>
        <pattern id="texture-timeout" width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="4" height="4" fill="var(--timeout)" />
          <path d="M1.5 0v4" stroke="var(--canvas)" strokeOpacity=".55" fill="none" />
        </pattern>
        <pattern id="texture-denied" width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="4" height="4" fill="var(--denied)" />
          <path d="M0 1.5h4M1.5 0v4" stroke="var(--canvas)" strokeOpacity=".55" fill="none" />
        </pattern>
        <pattern id="texture-cancelled" width="4" height="4" patternUnits="userSpaceOnUse">
          <path d="M-1 3l2 2M0 0l4 4M3 -1l2 2" stroke="var(--cancelled)" strokeWidth="1.2" />
        </pattern>
      </defs>
    </svg>
  );
}
