import { PROVIDERS } from '../traces/providers/all';
import { fieldsOf } from '../traces/providers/fields';
import type { ProviderView } from './schema';

/** What traces can be sent to, and what each provider asks for. */
export const listProviders = (): ProviderView[] =>
  PROVIDERS.map(({ id, title, summary, docs, modes, schema }) => ({
    id,
    title,
    summary,
    docs,
    modes,
    fields: fieldsOf(schema).map(({ name, label, help, kind, choices, placeholder, mode, ...field }) => ({
      name,
      label,
      help,
      kind,
      choices: choices ?? null,
      placeholder: placeholder ?? null,
      is_secret: field.isSecret,
      is_required: field.isRequired,
      fallback: field.fallback,
      mode,
    })),
  }));
