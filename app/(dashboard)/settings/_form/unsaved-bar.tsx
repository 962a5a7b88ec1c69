import { Button } from '@/app/_components/button';

interface Props {
  count: number;
  /** what changes, in words */
  change: string;
  pending: boolean;
  onDiscard: () => void;
}

/** Stays in sight at the bottom while something is not saved. */
export function UnsavedBar({ count, change, pending, onDiscard }: Props) {
  return (
    <div
      role="status"
      className="sticky bottom-0 flex min-h-14 items-center gap-2 border-t border-line bg-panel px-3 py-2"
    >
      <p className="line-clamp-2 min-w-0 flex-1 text-muted">
        <b className="font-medium text-ink">
          {count} {count === 1 ? 'change' : 'changes'} not saved
        </b>
        , {change}
      </p>
      <Button kind="quiet" size="md" onClick={onDiscard}>
        Discard
      </Button>
      <Button type="submit" kind="primary" size="md" disabled={pending}>
        {pending ? 'Saving…' : 'Save'}
      </Button>
    </div>
  );
}
