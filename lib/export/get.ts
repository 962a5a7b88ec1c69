import { requireRole, type Context } from '../context/context';
import { checkConfig } from '../traces/providers/all';
import { applier } from './apply';
import type { ExportView } from './schema';
import { readExport, type StoredExport } from './stored';

/** Where traces go, with the version that a change must name. Throws AppError: forbidden. */
export async function getExport({ ctx }: { ctx: Context }): Promise<ExportView> {
  requireRole(ctx, 'auditor');
  return viewExport(await readExport());
}

/** The section as people may see it. */
export function viewExport(stored: StoredExport): ExportView {
  const { version, destinations, sampling, credentials, updatedAt, updatedBy } = stored;
  const otherwise = applier().hasEnvironment ? 'environment' : 'none';
  return {
    version,
    source: destinations.length > 0 ? 'settings' : otherwise,
    destinations: destinations.map(({ id, name, provider, enabled, config, secret_fields: secrets }) => {
      const checked = checkConfig(provider, { ...config, ...credentials[id] });
      const shown = secrets.map((field) => [field, { configured: true }] as const);
      const trace_url = checked.ok ? checked.configured.traceUrl : null;
      return { id, name, provider, enabled, config: { ...config, ...Object.fromEntries(shown) }, trace_url };
    }),
    sampling,
    updated_at: updatedAt?.toISOString() ?? null,
    updated_by: updatedBy,
  };
}
