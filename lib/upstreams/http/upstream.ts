import type { Dispatcher } from 'undici';
import type { UpstreamKind } from '../kinds';
import { failureOf, unusable } from './failures';
import { createPools, type Sending } from './pools';

/**
 * Servers that answer over streamable HTTP. The body goes on byte for byte; the upstream's own credential is added
 * here, so that nothing above knows it.
 *
 * @param timeoutMs until the first byte of an answer
 * @param allowPrivate ALLOW_PRIVATE_ADDRESSES: servers added at run time may be on private addresses
 */
export function createHttpUpstream(timeoutMs: number, allowPrivate: boolean): UpstreamKind<'http'> {
  const pools = createPools(timeoutMs, allowPrivate);
  return {
    placeOf: ({ address: { hostname, port, shown } }) => ({ transport: 'tcp', hostname, port, shown }),
    send(server, { httpMethod, headers, body, openEnded }, answer) {
      const { address, headers: own } = server.target;
      let controller: Dispatcher.DispatchController | undefined;
      let aborted = false;
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
          const failure = unusable(status, answerHeaders);
          if (failure) {
            answer.fail(failure, status);
            started.abort(new Error('the answer is not usable'));
            return;
          }
          const flow = { pause: () => started.pause(), resume: () => started.resume(), abort };
          answer.head(status, answerHeaders, flow);
        },
        onResponseData: (_, chunk) => answer.data(chunk),
        onResponseEnd: () => answer.end(),
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
      pools.send(server, request, sending, openEnded);
      return abort;
    },
    prune: (present) => pools.prune(present),
    close: () => pools.close(),
  };
}
