import type { ServedServer, Target } from '../directory/directory';
import type { Answer, UpstreamMessage, UpstreamPlace, Upstreams } from './port';

/** One kind of upstream, for the targets of its name. */
export interface UpstreamKind<Kind extends Target['kind']> {
  placeOf(target: Extract<Target, { kind: Kind }>): UpstreamPlace;
  send(server: ServerOf<Kind>, message: UpstreamMessage, answer: Answer): () => void;
  prune(present: Iterable<ServerOf<Kind>>): void;
  close(): Promise<void>;
}

/** A server of one kind. */
export type ServerOf<Kind extends Target['kind']> = ServedServer & {
  target: Extract<Target, { kind: Kind }>;
};

export type UpstreamKinds = { [Kind in Target['kind']]: UpstreamKind<Kind> };

/** The upstreams of all kinds behind the one port. */
export function createUpstreams(kinds: UpstreamKinds): Upstreams {
  return {
    placeOf: ({ target }) =>
      target.kind === 'http' ? kinds.http.placeOf(target) : kinds.stdio.placeOf(target),
    send: (server, message, answer) =>
      is(server, 'http')
        ? kinds.http.send(server, message, answer)
        : kinds.stdio.send(server as ServerOf<'stdio'>, message, answer),
    prune(present) {
      const served = [...present].filter((server): server is ServedServer => server.target !== null);
      kinds.http.prune(served.filter((server) => is(server, 'http')));
      kinds.stdio.prune(served.filter((server) => is(server, 'stdio')));
    },
    async close() {
      await Promise.all([kinds.http.close(), kinds.stdio.close()]);
    },
  };
}

const is = <Kind extends Target['kind']>(server: ServedServer, kind: Kind): server is ServerOf<Kind> =>
  server.target.kind === kind;
