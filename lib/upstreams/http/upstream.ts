import type { Dispatcher } from 'undici';
import type { UpstreamKind } from '../kinds';
import { failureOf, movedTo, one, unusable } from './failures';
import { createPools, type Sending } from './pools';

/** As many as a server needs that adds a slash and then a version. */
const MAX_REDIRECTS = 3;

/**
 * Servers that answer over streamable HTTP. The body goes on byte for byte; the upstream's own credential is added
 * here, so that nothing above knows it.
 *
 * @param timeoutMs until the first byte of an answer
 * @param silenceMs between two bytes of an answer that has begun
 * @param allowPrivate ALLOW_PRIVATE_ADDRESSES: servers added at run time may be on private addresses
 */
export function createHttpUpstream(
  timeoutMs: number,
  silenceMs: number,
  allowPrivate: boolean,
): UpstreamKind<'http'> {
  const pools = createPools({ timeoutMs, silenceMs, allowPrivate });
  return {
    placeOf: ({ address: { hostname, port, shown } }) => ({ transport: 'tcp', hostname, port, shown }),
    send(server, { httpMethod, headers, body, message, openEnded }, answer) {
      const { address, headers: own } = server.target;
      const lane = openEnded ? 'streams' : message?.kind === 'request' ? 'calls' : 'messages';
      let controller: Dispatcher.DispatchController | undefined;
      let aborted = false;
      /** where the upstream has sent us, and how often it may still do so */
      let moved: string | null = null;
      let hopsLeft = MAX_REDIRECTS;
      const abort = () => {
        aborted = true;
        controller?.abort(new Error('the client went away'));
      };
      const sending: Sending = {
        hasStarted: () => controller !== undefined,
        onRequestStart(started) {
          controller = started;
          if (aborted) abort();
        },
        onResponseStart(started, status, answerHeaders) {
          if (status < 200) return;
          const at = { origin: address.origin, path: request.path };
          moved = hopsLeft > 0 ? movedTo(status, one(answerHeaders.location), at, httpMethod) : null;
          if (moved !== null) return;
          const failure = unusable(status, answerHeaders, address.shown);
          if (failure) {
            answer.fail(failure, status);
            started.abort(new Error('the answer is not usable'));
            return;
          }
          const flow = { pause: () => started.pause(), resume: () => started.resume(), abort };
          answer.head(status, answerHeaders, flow);
        },
        onResponseData: (_, chunk) => void (moved === null && answer.data(chunk)),
        onResponseEnd() {
          if (moved === null) return answer.end();
          hopsLeft -= 1;
          request.path = moved;
          controller = undefined;
          return pools.send(server, request, sending, lane);
        },
        onResponseError(_, error) {
          // It may be waiting for a connection still, and must not be sent when it gets one.
          aborted = true;
          answer.fail(failureOf(error));
        },
      };
      const request: Dispatcher.DispatchOptions = {
        path: address.path,
        method: httpMethod as Dispatcher.HttpMethod,
        // Compressed bytes could not be observed, and between two servers they save little.
        headers: Object.assign(headers, { 'accept-encoding': 'identity' }, own),
        body,
      };
      pools.send(server, request, sending, lane);
      return abort;
    },
    prune: (present) => pools.prune(present),
    close: () => pools.close(),
  };
}
