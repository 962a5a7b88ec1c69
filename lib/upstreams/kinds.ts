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

/** The upstreams of all kinds behind the one port. A new kind is one more entry of `kinds`. */
export function createUpstreams(kinds: UpstreamKinds): Upstreams {
  // A target's kind says which entry is its own; the type system cannot follow that over a table.
  const of = ({ kind }: Target) => kinds[kind] as UpstreamKind<Target['kind']>;
  return {
    placeOf: ({ target }) => of(target).placeOf(target),
    send: (server, message, answer) => of(server.target).send(server, message, answer),
    prune(present) {
      const served = [...present].filter((server): server is ServedServer => server.target !== null);
      for (const [kind, upstream] of Object.entries(kinds)) {
        const own = served.filter((server) => server.target.kind === kind);
        (upstream as UpstreamKind<Target['kind']>).prune(own);
      }
    },
    async close() {
      await Promise.all(Object.values(kinds).map((kind) => kind.close()));
    },
  };
}
