import type { z } from 'zod';
import { requireRole, type Context } from '../context/context';
import { directory } from '../directory/directory';
import { aggregate, computedUntil, wholeMinute } from './aggregate';
import { merge, wide } from './read';
import type { tokenUsageAnswer, tokenUsageQuery } from './schema';
import { onSnapshot } from './snapshot';

/**
 * The estimated tokens of arguments (input) and results (output). Moments are rounded outwards to whole minutes; a
 * `user_id` is the id of a key. Throws AppError: forbidden.
 */
export async function readTokenUsage({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.output<typeof tokenUsageQuery>;
}): Promise<z.output<typeof tokenUsageAnswer>> {
  requireRole(ctx, 'viewer');
  const from = wholeMinute(input.from_time === undefined ? 0 : Date.parse(input.from_time));
  const to = wholeMinute((input.to_time === undefined ? Date.now() : Date.parse(input.to_time)) + 59_999);
  const server =
    input.server_id === undefined
      ? undefined
      : [...directory().servers()].find(({ id }) => id === input.server_id)?.slug;
  const all = await onSnapshot(async (client) =>
    aggregate(client, {
      span: wide({ from, to }),
      computed: await computedUntil(client),
      by: ['server', 'key_id'],
    }),
  );
  const chosen = all.filter(
    ({ key }) =>
      (input.server_id === undefined || key.server === server) &&
      (input.user_id === undefined || key.key_id === input.user_id),
  );
  const { argumentTokens, resultTokens } = merge(chosen);
  return {
    total_input_tokens: argumentTokens,
    total_output_tokens: resultTokens,
    total_tokens: argumentTokens + resultTokens,
  };
}
