'use client';

import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/app/_components/button';
import { FieldError, inputLook } from '@/app/_components/field';

interface Props {
  errors: Record<string, string>;
  /** names of stored headers, as a start when they are entered again */
  names: string[];
}

/** Headers to send upstream. Values go in and never come out again. */
export function HeaderRows({ errors, names }: Props) {
  const [rows, setRows] = useState(() => (names.length > 0 ? names : ['']).map((name, id) => ({ id, name })));
  const add = () => setRows([...rows, { id: (rows.at(-1)?.id ?? 0) + 1, name: '' }]);
  const wrong = Object.entries(errors).filter(
    ([field]) => field === 'headers' || field.startsWith('headers.'),
  );
  return (
    <div className="flex flex-col gap-2">
      <input type="hidden" name="give-headers" value="on" />
      {rows.map(({ id, name }) => (
        <div key={id} className="flex gap-2">
          <input
            name="header-name"
            defaultValue={name}
            aria-label="Header name"
            placeholder="Authorization"
            autoComplete="off"
            spellCheck={false}
            className={inputLook}
          />
          <input
            name="header-value"
            type="password"
            aria-label="Header value"
            placeholder="Bearer …"
            autoComplete="new-password"
            className={inputLook}
          />
          <Button
            kind="quiet"
            className="size-8 px-0"
            aria-label="Remove header"
            onClick={() => setRows(rows.filter((row) => row.id !== id))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      {wrong.map(([field, message]) => (
        <FieldError key={field}>{field === 'headers' ? message : `${field.slice(8)}: ${message}`}</FieldError>
      ))}
      <div>
        <Button kind="quiet" onClick={add}>
          <Plus aria-hidden /> Add header
        </Button>
      </div>
    </div>
  );
}
