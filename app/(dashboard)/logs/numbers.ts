/** Milliseconds, with as many digits as matter: 0.42, 3.1, 128, 12,345. */
export function formatMs(ms: number): string {
  if (ms < 1) return ms.toFixed(2);
  if (ms < 10) return ms.toFixed(1);
  return Math.round(ms).toLocaleString('en-US');
}

/** A latency with three digits or fewer before its unit: 0.42 ms, 87 ms, 1.44 s, 60.0 s. */
export function latencyFigure(ms: number): { figure: string; unit: 'ms' | 's' } {
  if (ms < 999.5) return { figure: formatMs(ms), unit: 'ms' };
  const seconds = ms / 1000;
  const figure =
    seconds < 9.995 ? seconds.toFixed(2) : seconds < 99.95 ? seconds.toFixed(1) : seconds.toFixed(0);
  return { figure, unit: 's' };
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB'];

/** Bytes, as people read them. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}
