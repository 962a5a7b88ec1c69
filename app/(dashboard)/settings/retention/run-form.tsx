'use client';

import { useState } from 'react';
import { Button } from '@/app/_components/button';
import { inputLook } from '@/app/_components/field';
import { cn } from '@/app/_components/cn';
import { useForm } from '@/app/_components/form';
import { Notice } from '@/app/_components/notice';
import { runCleanup } from './actions';
import { number } from './figures';

const WORD = 'delete';

/** Starts the run of what is shown above, once the word is typed. */
export function RunForm({ token, rows }: { token: string; rows: number }) {
  const [typed, setTyped] = useState('');
  const { pending, onSubmit, message } = useForm(runCleanup);
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-2">
      <input type="hidden" name="token" value={token} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <label htmlFor="retention-word" className="max-w-sm text-muted">
          Deleting cannot be undone. Type <code className="font-mono text-ink">{WORD}</code> to run it now.
        </label>
        <div className="flex gap-2">
          <input
            id="retention-word"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            className={cn(inputLook, 'w-28 font-mono')}
          />
          <Button type="submit" kind="danger" size="md" disabled={pending || typed !== WORD}>
            {pending ? 'Starting…' : `Delete ${number(rows)}`}
          </Button>
        </div>
      </div>
      {message ? <Notice tone="bad">{message}</Notice> : null}
    </form>
  );
}
