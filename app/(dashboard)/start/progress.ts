import type { LogItem } from '@/lib/audit/query/schema';
import type { KeyView } from '@/lib/keys/schema';

/** What the page says of a call. */
export type ArrivedCall = Pick<
  LogItem,
  'id' | 'ts' | 'server' | 'tool' | 'method' | 'status' | 'error_message'
>;

/** What it says of a key that agents use. */
export type AgentKey = Pick<KeyView, 'name' | 'last_used_at'>;

/** What agents do on purpose; everything else on record is a failed beginning. */
const CALLS = new Set(['tools/call', 'resources/read', 'prompts/get']);

export const isCall = ({ method, status }: ArrivedCall): boolean =>
  status !== 'denied' && method !== null && CALLS.has(method);

/** The oldest call that came after the given row; ids are in the order of time. */
export const firstSince = (calls: readonly ArrivedCall[], lastSeen: string): ArrivedCall | undefined =>
  calls.filter((call) => call.id > lastSeen && isCall(call)).at(-1);

const NUMBERS = ['None', 'One', 'Two', 'All'];

/** The page's one sentence, in a strong and a quiet half. */
export function headline(done: readonly boolean[], slug: string | null): [strong: string, quiet: string] {
  const count = done.filter(Boolean).length;
  const strong =
    count === 3
      ? 'All three steps are done.'
      : `${NUMBERS[count]} of three steps ${count === 1 ? 'is' : 'are'} done.`;
  const [server, key] = done;
  if (!server) return [strong, 'First, a server for agents to reach.'];
  if (!key) return [strong, 'Next, a key that says who calls.'];
  if (count === 3) return [strong, 'The next call is opened when it comes.'];
  return [strong, slug === null ? 'Waiting for the first call.' : `Waiting for the first call to ${slug}.`];
}
