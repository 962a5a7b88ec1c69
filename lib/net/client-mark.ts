import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { once } from '../once';

const HEADER = 'x-sightline-client';
const secretMark = once('net/client-mark', () => randomUUID());

/**
 * Notes the address that a request came from in a header, for route handlers and pages, which do not see the socket.
 * It stands behind a secret of the process, so that nobody can send an address of their choice along.
 */
export function markClientAddress(request: IncomingMessage, address: string | null): void {
  request.headers[HEADER] = `${secretMark()} ${address ?? ''}`;
}

/** The address that was noted, or null. Always null where server.mjs is not in front. */
export function clientAddressOf(headers: Headers): string | null {
  const [mark, address] = (headers.get(HEADER) ?? '').split(' ');
  return mark === secretMark() && address ? address : null;
}
