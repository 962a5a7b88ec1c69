'use client';

import { FieldError, inputLook } from '@/app/_components/field';
import type { ExportView } from '@/lib/export/schema';

type Sampling = ExportView['sampling'];

interface Props {
  value: Sampling;
  disabled: boolean;
  errors: Record<string, string>;
  onChange: (value: Sampling) => void;
}

const MODES: Record<Sampling['mode'], string> = {
  always: 'All traces',
  ratio: 'A part of all traces',
  parent: 'As the caller decided; a part of those that begin here',
};

/** Which traces are kept. */
export function SamplingPart({ value, disabled, errors, onChange }: Props) {
  return (
    <fieldset disabled={disabled} className="flex flex-wrap items-end gap-3 border-t border-line pt-3">
      <legend className="sr-only">Sampling</legend>
      <label className="flex min-w-48 flex-1 flex-col gap-1 text-muted">
        Keep
        <select
          value={value.mode}
          onChange={(event) => {
            const mode = (['always', 'ratio', 'parent'] as const).find((one) => one === event.target.value);
            if (mode) onChange({ ...value, mode });
          }}
          className={inputLook}
        >
          {Object.entries(MODES).map(([mode, title]) => (
            <option key={mode} value={mode}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {value.mode === 'always' ? null : (
        <>
          <Amount
            label="Part, in percent"
            value={value.ratio * 100}
            onChange={(percent) => onChange({ ...value, ratio: percent / 100 })}
          />
          <Amount
            label="Slow from, in ms"
            value={value.slowMs}
            onChange={(slowMs) => onChange({ ...value, slowMs: Math.round(slowMs) })}
          />
          <p className="w-full text-xs text-muted">Calls that fail or are slow are kept in any case.</p>
        </>
      )}
      {Object.entries(errors).map(([field, message]) => (
        <FieldError key={field}>{message}</FieldError>
      ))}
    </fieldset>
  );
}

function Amount({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <label className="flex w-32 flex-col gap-1 text-muted">
      {label}
      <input
        type="number"
        min={0}
        step="any"
        value={value}
        onChange={(event) => onChange(event.target.valueAsNumber || 0)}
        className={inputLook}
      />
    </label>
  );
}
