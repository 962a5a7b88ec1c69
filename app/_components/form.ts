'use client';

import { unstable_rethrow } from 'next/navigation';
import { startTransition, useActionState, useEffect, useRef, type FormEvent } from 'react';

/** How a server action went. Success is `done`, with what the action has to tell. */
export type FormState<Result = void> =
  | { status: 'idle' }
  | { status: 'failed'; message: string; fields: Record<string, string> }
  | { status: 'done'; result: Result };

export type FormAction<Result> = (form: FormData) => Promise<FormState<Result>>;

/**
 * Runs a server action from a form. Not through the form's `action` attribute, because React empties the
 * fields after each one, even after one that failed.
 */
export function useForm<Result = void>(action: FormAction<Result>, onDone?: (result: Result) => void) {
  const shown = useRef<HTMLFormElement>(null);
  const [state, dispatch, pending] = useActionState(
    async (_before: FormState<Result>, form: FormData): Promise<FormState<Result>> => {
      const after = await action(form).catch(unreachable);
      if (after.status === 'done') onDone?.(after.result);
      return after;
    },
    { status: 'idle' },
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    shown.current = event.currentTarget;
    const form = new FormData(event.currentTarget);
    startTransition(() => dispatch(form));
  };
  useEffect(() => {
    if (state.status === 'failed') shown.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [state]);
  const failed = state.status === 'failed' ? state : undefined;
  return { state, pending, onSubmit, message: failed?.message, fields: failed?.fields ?? {} };
}

/** An action answers its own failures; what rejects here is a redirect, or the action was never reached. */
function unreachable(error: unknown): { status: 'failed'; message: string; fields: Record<string, string> } {
  unstable_rethrow(error);
  return {
    status: 'failed',
    message: 'The server did not answer. Nothing may have been changed; reload the page and look.',
    fields: {},
  };
}
