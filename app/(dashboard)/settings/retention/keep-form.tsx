'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { Button } from '@/app/_components/button';
import { useForm } from '@/app/_components/form';
import { saveDays } from './actions';
import { amount } from './figures';

interface Props {
  version: number;
  from: number | null;
  to: number;
  hour: number | null;
}

/** The bar that stands while a choice is not saved. */
export function KeepForm({ version, from, to, hour }: Props) {
  const router = useRouter();
  const { pending, onSubmit, message } = useForm(saveDays, () => router.replace('/settings/retention'));
  return (
    <form
      onSubmit={onSubmit}
      className="sticky bottom-0 mt-auto flex flex-wrap items-center justify-between gap-3 border-t border-line bg-panel px-4 py-2"
    >
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="days" value={to} />
      <p>
        <strong className="font-medium">1 change not saved</strong>
        <span className="text-muted">
          , keep {from === null ? 'all days' : amount(from, 'day')} to {amount(to, 'day')}
        </span>
        {message ? <span className="block text-bad">{message}</span> : null}
      </p>
      <div className="flex gap-2">
        <Button asChild size="md" kind="quiet">
          <Link href="/settings/retention" prefetch={false}>
            Discard
          </Link>
        </Button>
        <Button type="submit" kind="primary" size="md" disabled={pending}>
          {hour === null ? 'Save' : `Save, delete at ${String(hour).padStart(2, '0')}:00 UTC`}
        </Button>
      </div>
    </form>
  );
}
