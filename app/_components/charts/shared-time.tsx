'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { useHydrated } from '@/app/_components/clock';

interface Props {
  /** milliseconds since 1970 */
  from: number;
  stepMs: number;
  /** what to say about each step while the pointer is on it */
  readings: readonly string[];
  /** charts on one grid of steps */
  children: ReactNode;
}

const TICKS = 6;
const DAY_MS = 86_400_000;

/**
 * Charts that share one axis of time: one crosshair goes through all of them, and what is brushed over becomes the
 * range of the page, in its address.
 */
export function SharedTime({ from, stepMs, readings, children }: Props) {
  const router = useRouter();
  const plot = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const [start, setStart] = useState<number | null>(null);
  const isLocal = useHydrated();
  const count = readings.length;
  const stepAt = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    if (!box) return null;
    const step = Math.floor(((event.clientX - box.left) / box.width) * count);
    return step < 0 || step >= count ? null : step;
  };
  const clock = (step: number) => clockText(new Date(from + step * stepMs), isLocal, stepMs * count > DAY_MS);
  const finish = () => {
    if (start !== null && at !== null && start !== at) {
      const [first, last] = start < at ? [start, at] : [at, start];
      const iso = (step: number) => new Date(from + step * stepMs).toISOString();
      router.push(`/?from=${iso(first)}&to=${iso(last + 1)}`);
    }
    setStart(null);
  };
  const percent = (step: number) => `${(step / count) * 100}%`;
  const every = Math.max(1, Math.ceil(count / TICKS));
  return (
    <div
      className="relative touch-pan-y select-none"
      onPointerMove={(event) => setAt(stepAt(event))}
      onPointerLeave={() => {
        setAt(null);
        setStart(null);
      }}
      onPointerDown={(event) => setStart(stepAt(event))}
      onPointerUp={finish}
    >
      <p aria-live="off" className="chart-reading" data-testid="chart-reading">
        {at === null ? null : (
          <>
            {clock(at)} <b>{readings[at]}</b>
          </>
        )}
      </p>
      {children}
      <div className="chart-row chart-clock">
        <span />
        <div className="relative h-5">
          {readings.map((_, step) =>
            step % every === 0 ? (
              <span key={step} style={{ left: percent(step) }}>
                {clock(step)}
              </span>
            ) : null,
          )}
        </div>
        <span />
      </div>
      <div aria-hidden className="chart-row pointer-events-none absolute inset-0">
        <span />
        <div ref={plot} className="relative">
          {at === null ? null : <i className="chart-cross" style={{ left: percent(at + 0.5) }} />}
          {start === null || at === null ? null : (
            <i
              className="chart-brush"
              style={{ left: percent(Math.min(start, at)), width: percent(Math.abs(at - start) + 1) }}
            />
          )}
        </div>
        <span />
      </div>
    </div>
  );
}

const two = (value: number) => String(value).padStart(2, '0');

/** hh:mm in the viewer's zone, once that is known; with the day where the range is longer than one. */
function clockText(at: Date, isLocal: boolean, withDay: boolean): string {
  const [month, day, hour, minute] = isLocal
    ? [at.getMonth(), at.getDate(), at.getHours(), at.getMinutes()]
    : [at.getUTCMonth(), at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
  return `${withDay ? `${two(month + 1)}-${two(day)} ` : ''}${two(hour)}:${two(minute)}`;
}
