import { Notice } from '@/app/_components/notice';
import { countHidden } from './split';

/** Says that texts on this page hold characters that are shown as escapes; nothing when there are none. */
export function HiddenNotice({ texts }: { texts: readonly (string | null)[] }) {
  const counts = countHidden(texts);
  if (counts.length === 0) return null;
  const named = counts.slice(0, 5).map(([name, count]) => `${name} × ${count}`);
  return (
    <Notice tone="warn" title="This call holds characters that cannot be seen, or that turn text around">
      They are shown as escapes: <span className="font-mono">{named.join(', ')}</span>
      {counts.length > 5 ? ` and ${counts.length - 5} others` : ''}. The copy buttons give the text as it
      came.
    </Notice>
  );
}
