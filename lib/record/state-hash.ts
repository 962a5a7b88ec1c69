import { createHash } from 'node:crypto';
import type { OpenCall } from './call';

/** SHA-256, shortened: enough to group rows, useless to go back to what it was made of. */
export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * What the record keeps of a requestState, by which the rounds of one tool use are found from each other. Over server
 * and key as well: equal states of strangers say nothing.
 */
export const stateHash = (
  state: string | null,
  call: Pick<OpenCall, 'serverId' | 'caller'>,
): string | null => (state === null ? null : shortHash(`${call.serverId}\n${call.caller?.keyId}\n${state}`));
