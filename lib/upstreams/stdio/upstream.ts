import { Failure } from '../../record/failure';
import type { UpstreamKind } from '../kinds';

/** Servers that are started as a command. */
export function createStdioUpstream(): UpstreamKind<'stdio'> {
  return {
    placeOf: () => ({ transport: 'pipe', hostname: null, port: null, shown: null }),
    send(_, __, answer) {
      answer.fail(new Failure('upstream_unreachable', 'Commands are not served yet.'));
      return () => undefined;
    },
    prune: () => undefined,
    close: () => Promise.resolve(),
  };
}
