import { env } from '../../env';
import { AppError } from '../../errors';
import { assertPublicUrl } from '../../net/address-guard';
import { grpcTransport } from '../grpc-transport';
import { httpTransport } from '../http-transport';
import type { Configured } from './all';
import type { Outlets } from './provider';

/** The ways out for a destination that was entered at run time: to public addresses, unless ALLOW_PRIVATE_ADDRESSES. */
export function runtimeOutlets(): Outlets {
  const guarded = !env().ALLOW_PRIVATE_ADDRESSES;
  return {
    http: (target) => httpTransport({ ...target, guarded }),
    grpc: (target) => grpcTransport({ ...target, guarded }),
    // Looked up with each request: instrumentation and Next put theirs in its place while the process starts.
    fetch: (input, init) => globalThis.fetch(input, init),
  };
}

const REFUSAL =
  'is on a loopback or private network. Set OTEL_EXPORTER_OTLP_ENDPOINT instead, or start with ALLOW_PRIVATE_ADDRESSES=true.';

/** The fields whose address is private and must not be; a first answer for the person who saves them. */
export async function privateAddresses({ addresses }: Configured): Promise<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const [field, address] of Object.entries(addresses)) {
    try {
      await assertPublicUrl(address, field);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      errors[field] = REFUSAL;
    }
  }
  return errors;
}
