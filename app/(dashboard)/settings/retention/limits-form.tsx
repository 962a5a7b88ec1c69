'use client';

import { useState } from 'react';
import { Button } from '@/app/_components/button';
import { Checkbox } from '@/app/_components/checkbox';
import { Field } from '@/app/_components/field';
import { useForm } from '@/app/_components/form';
import { Notice } from '@/app/_components/notice';
import { saveLimits } from './actions';
import { size } from './figures';

const GB = 1_000_000_000;

interface Props {
  rules: {
    days: number | null;
    max_bytes: number | null;
    legal_hold: boolean;
    held_servers: string[];
    overrides: { server: string; days: number | null }[];
    hour: number | null;
  };
  version: number;
  stored: number;
}

/** Size cap, hour, holds and the servers with days of their own. */
export function LimitsForm({ rules, version, stored }: Props) {
  const [all, setAll] = useState(rules.days === null);
  const { pending, onSubmit, message, fields, state } = useForm(saveLimits);
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4 border-t border-line pt-4">
      <h2 className="font-medium">Limits and holds</h2>
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="days" value={rules.days ?? 90} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="At most, in GB"
          name="max_gb"
          inputMode="decimal"
          defaultValue={rules.max_bytes === null ? '' : rules.max_bytes / GB}
          hint={`The oldest days go first when either limit is reached. ${size(stored)} now; empty: no cap.`}
          error={fields['max_bytes']}
        />
        <Field
          label="Runs at, hour in UTC"
          name="hour"
          inputMode="numeric"
          defaultValue={rules.hour ?? ''}
          hint="0 to 23; empty: only by hand."
          error={fields['hour']}
        />
        <Field
          label="Servers with days of their own"
          name="overrides"
          defaultValue={rules.overrides.map(({ server, days }) => `${server}=${days ?? 'all'}`).join(', ')}
          hint="As billing=365, github=30; all: keep everything."
          error={fields['overrides'] ?? fields['overrides.days'] ?? fields['overrides.server']}
        />
        <Field
          label="Held servers"
          name="held_servers"
          defaultValue={rules.held_servers.join(', ')}
          hint="None of their calls goes, whatever the limits say."
          error={fields['held_servers']}
        />
      </div>
      <Checkbox
        name="all"
        label="Keep all days"
        hint="Nothing goes by age, unless a server has days of its own."
        checked={all}
        onChange={(event) => setAll(event.target.checked)}
      />
      <Checkbox
        name="legal_hold"
        label="Legal hold"
        hint="Nothing goes, by age or by size, until it is lifted."
        defaultChecked={rules.legal_hold}
      />
      {message ? <Notice tone="bad">{message}</Notice> : null}
      <div className="flex items-center justify-end gap-3">
        {state.status === 'done' && !pending ? (
          <p role="status" className="text-muted">
            Saved
          </p>
        ) : null}
        <Button type="submit" size="md" disabled={pending}>
          {pending ? 'Saving…' : 'Save limits'}
        </Button>
      </div>
    </form>
  );
}
