import { reloader } from '../database/changes';
import { messageOf } from '../errors';
import { logger } from '../log/log';
import { slot } from '../once';
import type { SettingsOf } from '../settings/sections';
import { readCredentials } from '../settings/sections/export';
import type { SpanDestination } from '../traces/destination';
import { spanProcessor } from '../traces/processor';
import { runtimeOutlets } from '../traces/providers/outlets';
import { configuredOf } from './complete';

/** The id of the destination that the environment names. */
export const ENVIRONMENT = 'environment';

/** Which version of the settings this process sends by. */
export interface Applied {
  generation: number;
  at: Date;
  /** why a newer one could not be applied as a whole */
  problems: string[];
}

/** Keeps the span processor at what the settings say. */
export interface Applier {
  /** whether the environment names a destination, which stands while the settings name none */
  readonly hasEnvironment: boolean;
  /** Goes by these settings from now on; never throws. */
  apply(settings: SettingsOf<'export'>, generation: number): void;
  /** Resolves when what was last handed to apply() is in use. */
  settled(): Promise<void>;
  applied(): Applied;
}

const current = slot<Applier>('export/apply');

/** The process's applier. */
export const applier = (): Applier => current.get();

/** Set by boot. */
export const publishApplier = (value: Applier): void => current.set(value);

type ExportSettings = SettingsOf<'export'>;

/**
 * Exchanges only what has changed: a destination whose settings are the same keeps its connections and its queue.
 * All that takes time is made beforehand, so that the exchange itself happens between two spans and each of them goes
 * to the destinations of one version.
 *
 * @param environment makes the destination that the environment names; it is in use when this is called
 */
export function createApplier(
  environment: () => SpanDestination | undefined,
  hasEnvironment: boolean,
): Applier {
  const running = new Map<string, string>(hasEnvironment ? [[ENVIRONMENT, '']] : []);
  let wanted: { settings: ExportSettings; generation: number } | undefined;
  let applied: Applied = { generation: 0, at: new Date(), problems: [] };

  const run = async () => {
    if (!wanted) return;
    const { settings, generation } = wanted;
    const { plan, stay, problems } = await prepare(settings, running);
    if (settings.destinations.length === 0 && hasEnvironment) {
      stay.add(ENVIRONMENT);
      if (!running.has(ENVIRONMENT)) plan.push({ id: ENVIRONMENT, print: '', destination: environment() });
    }
    // From here on nothing waits.
    const processor = spanProcessor();
    const gone = [...running.keys()].filter((id) => !stay.has(id) && !plan.some((one) => one.id === id));
    processor.exchange([...plan, ...gone.map((id) => ({ id, destination: undefined }))]);
    for (const { id, print } of plan) running.set(id, print);
    for (const id of gone) running.delete(id);
    processor.sample(settings.sampling);
    for (const problem of problems) logger().warn({ problem }, 'a destination of traces cannot be used');
    const isNew = generation !== applied.generation && problems.length === 0;
    applied = isNew ? { generation, at: new Date(), problems } : { ...applied, problems };
  };
  const renew = reloader(run, (error) => {
    applied = { ...applied, problems: [messageOf(error)] };
    logger().warn({ error: messageOf(error) }, 'the destinations of traces could not be exchanged');
  });
  let last = Promise.resolve();
  return {
    hasEnvironment,
    apply(settings, generation) {
      wanted = { settings, generation };
      last = renew();
    },
    settled: () => last,
    applied: () => applied,
  };
}

interface Prepared {
  plan: { id: string; print: string; destination: SpanDestination | undefined }[];
  /** those that go on as they are */
  stay: Set<string>;
  problems: string[];
}

async function prepare(settings: ExportSettings, running: ReadonlyMap<string, string>): Promise<Prepared> {
  const credentials = readCredentials(settings.credentials);
  const prepared: Prepared = { plan: [], stay: new Set(), problems: [] };
  for (const { id, name, provider, enabled, config } of settings.destinations) {
    if (!enabled) continue;
    const known = { provider, config, secrets: credentials[id] ?? {} };
    const print = JSON.stringify(known);
    if (running.get(id) === print) {
      prepared.stay.add(id);
      continue;
    }
    try {
      const destination = await configuredOf(known).create(runtimeOutlets());
      prepared.plan.push({ id, print, destination });
    } catch (error) {
      // The one that runs goes on.
      prepared.stay.add(id);
      prepared.problems.push(`${name}: ${messageOf(error)}`);
    }
  }
  return prepared;
}
