import type { DestinationView, ExportView, FieldView, ProviderView, SaveExport } from '@/lib/export/schema';

/** A destination while somebody works on it. */
export interface Draft {
  /** undefined: not saved yet */
  id: string | undefined;
  name: string;
  provider: string;
  enabled: boolean;
  config: Record<string, unknown>;
}

/** The fields that a draft shows: those of the chosen way to reach the provider. */
export const fieldsFor = (provider: ProviderView, config: Draft['config']): FieldView[] =>
  provider.fields.filter(({ mode }) => mode === null || mode === config['mode']);

/** A new destination with what stands when nothing is entered. */
export function newDraft(provider: ProviderView, taken: readonly string[]): Draft {
  const [mode] = Object.keys(provider.modes ?? {});
  const start = mode === undefined ? {} : { mode };
  const config = Object.fromEntries(
    fieldsFor(provider, start).flatMap(({ name, kind, choices, fallback, is_secret: isSecret }) => {
      if (isSecret) return [];
      // A list to choose from shows its first entry; what is shown is what is sent.
      const first = kind === 'choice' ? Object.keys(choices ?? {})[0] : undefined;
      return [[name, fallback ?? first]];
    }),
  );
  return {
    id: undefined,
    name: freeName(provider.title, taken),
    provider: provider.id,
    enabled: true,
    config: { ...start, ...config },
  };
}

/** The same draft by another way: fields that both ways have keep their values. */
export function withMode(draft: Draft, provider: ProviderView, mode: string): Draft {
  const fresh = fieldsFor(provider, { mode }).flatMap(
    ({ name, kind, choices, fallback, is_secret: isSecret }) => {
      const first = kind === 'choice' ? Object.keys(choices ?? {})[0] : undefined;
      const value = draft.config[name] ?? (isSecret ? undefined : (fallback ?? first));
      return value === undefined ? [] : [[name, value] as const];
    },
  );
  return { ...draft, config: { mode, ...Object.fromEntries(fresh) } };
}

export const draftOf = ({ id, name, provider, enabled, config }: DestinationView): Draft => ({
  id,
  name,
  provider,
  enabled,
  config,
});

/** What the API is sent: fields that nobody filled in are left out. */
export function inputOf(
  view: ExportView,
  drafts: readonly Draft[],
  sampling: ExportView['sampling'],
): SaveExport {
  return {
    version: view.version,
    sampling,
    destinations: drafts.map(({ id, ...draft }) => ({
      ...(id === undefined ? {} : { id }),
      ...draft,
      config: filledIn(draft.config),
    })),
  };
}

/** The values that are there. A stored credential stays; one that was emptied is removed. */
export const filledIn = (config: Draft['config']): Draft['config'] =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => value !== '' && value !== undefined));

/** Whether a value is a stored credential, of which only that is known. */
export const isConfigured = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'configured' in value && value.configured === true;

function freeName(title: string, taken: readonly string[]): string {
  let name = title;
  for (let at = 2; taken.includes(name); at += 1) name = `${title} ${at}`;
  return name;
}
