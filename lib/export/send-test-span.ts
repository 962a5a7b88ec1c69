import { requireRole, type Context } from '../context/context';
import { AppError } from '../errors';
import type { Configured } from '../traces/providers/all';
import { privateAddresses } from '../traces/providers/outlets';
import { testDestination } from '../traces/providers/test-destination';
import { complete, configuredOf } from './complete';
import { testExportInput, type TestExport, type TestResultView } from './schema';
import { knownOf, readExport } from './stored';

/**
 * Sends one synthetic span by a stored destination, or by what is given, and tells what became of it. Nothing is
 * saved and what runs is not touched. Throws AppError: forbidden, not_found, invalid with what is wrong by
 * `config.<field>`.
 */
export async function sendTestSpan({
  ctx,
  input,
}: {
  ctx: Context;
  input: TestExport;
}): Promise<TestResultView> {
  requireRole(ctx, 'admin');
  const configured = await configuredFor(testExportInput.parse(input));
  refuse(await privateAddresses(configured));
  const { latencyMs, traceId, ...result } = await testDestination(configured);
  const [address] = Object.values(configured.addresses);
  return {
    ...result,
    latency_ms: latencyMs,
    host: address === undefined ? configured.provider.title : new URL(address).host,
    trace_id: traceId,
    trace_url: configured.traceUrl?.replace('{trace_id}', traceId) ?? null,
  };
}

async function configuredFor({ id, provider, config }: TestExport): Promise<Configured> {
  const known = id === undefined ? undefined : knownOf(await readExport(), id);
  if (id !== undefined && !known) throw new AppError('not_found', 'There is no such destination.');
  if (known && config === undefined) return configuredOf(known);
  const checked = complete({ provider: provider ?? known?.provider ?? '', config: config ?? {} }, known);
  if (!('errors' in checked)) return checked.configured;
  refuse(checked.errors);
  throw new AppError('invalid', 'The configuration is not valid.');
}

function refuse(errors: Record<string, string>): void {
  const list = Object.entries(errors).map(([field, sentence]) => [`config.${field}`, sentence] as const);
  if (list.length === 0) return;
  const sentence = list.map(([field, message]) => `${field}: ${message}`).join('; ');
  throw new AppError('invalid', sentence, { fields: Object.fromEntries(list) });
}
