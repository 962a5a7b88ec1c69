import { headers } from 'next/headers';
import type { Actor, Context } from '../context/context';
import { clientAddressOf } from '../net/client-mark';
import { REQUEST_ID_HEADER, requestIdFrom } from '../net/request-id';
import { activeSpan } from '../traces/context';

/** Nobody who is known. */
export const ANONYMOUS: Actor = { kind: 'anonymous', id: null, name: 'not signed in' };

/** What the verbs are told about the request of the page, action or route handler that runs now. */
export async function requestContext(actor: Actor): Promise<Context> {
  const sent = await headers();
  return {
    actor,
    requestId: requestIdFrom(sent.get(REQUEST_ID_HEADER) ?? undefined),
    traceId: activeSpan()?.spanContext().traceId ?? null,
    clientAddress: clientAddressOf(sent),
  };
}
