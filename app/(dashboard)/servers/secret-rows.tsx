'use client';

import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/app/_components/button';
import { FieldError, inputLook } from '@/app/_components/field';

interface Props {
  /** the field of the schema; its rows are sent as `<field>-name` and `<field>-value` */
  field: string;
  /** one of them, for labels: "header" */
  what: string;
  placeholders: { name: string; value: string };
  errors: Record<string, string>;
  /** stored names, as a start when they are entered again */
  names: readonly string[];
}

/** Names with values that go in and never come out again. */
export function SecretRows({ field, what, placeholders, errors, names }: Props) {
  const [rows, setRows] = useState(() => (names.length > 0 ? names : ['']).map((name, id) => ({ id, name })));
  const add = () => setRows([...rows, { id: (rows.at(-1)?.id ?? 0) + 1, name: '' }]);
  const label = what[0]?.toUpperCase() + what.slice(1);
  const wrong = Object.entries(errors).filter(([name]) => name === field || name.startsWith(`${field}.`));
  return (
    <div className="flex flex-col gap-2">
      <input type="hidden" name={`give-${field}`} value="on" />
      {rows.map(({ id, name }) => (
        <div key={id} className="flex gap-2">
          <input
            name={`${field}-name`}
            defaultValue={name}
            aria-label={`${label} name`}
            placeholder={placeholders.name}
            autoComplete="off"
            spellCheck={false}
            className={inputLook}
          />
          <input
            name={`${field}-value`}
            type="password"
            aria-label={`${label} value`}
            placeholder={placeholders.value}
            autoComplete="new-password"
            className={inputLook}
          />
          <Button
            kind="quiet"
            className="size-8 px-0"
            aria-label={`Remove ${what}`}
            onClick={() => setRows(rows.filter((row) => row.id !== id))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      {wrong.map(([name, message]) => (
        <FieldError key={name}>
          {name === field ? message : `${name.slice(field.length + 1)}: ${message}`}
        </FieldError>
      ))}
      <div>
        <Button kind="quiet" onClick={add}>
          <Plus aria-hidden /> Add {what}
        </Button>
      </div>
    </div>
  );
}
