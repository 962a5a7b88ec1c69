'use client';

import { Plus, SendHorizontal, Trash2 } from 'lucide-react';
import { useState, useTransition } from 'react';
import { PageHead } from '@/app/(dashboard)/_shell/page-head';
import { Button } from '@/app/_components/button';
import { Checkbox } from '@/app/_components/checkbox';
import { cn } from '@/app/_components/cn';
import { Notice } from '@/app/_components/notice';
import { Ago, Time } from '@/app/_components/time';
import type { ExportHealth, ExportView, ProviderView, TestResultView } from '@/lib/export/schema';
import { saveDestinations, tryDestination } from './actions';
import { draftOf, filledIn, inputOf, newDraft, type Draft } from './draft';
import { HealthPart } from './health-part';
import { ProviderForm } from './provider-form';
import { SamplingPart } from './sampling-part';
import { TestResult } from './test-result';
import { Tiles } from './tiles';
import { lateReplicas, totals } from './totals';
import { useHealth } from './use-health';

interface Props {
  view: ExportView;
  health: ExportHealth;
  providers: ProviderView[];
  admin: boolean;
}

/** Where traces go: the destinations, the form of one of them, the test that proves it, and how each fares. */
export function ExportSettings({ view: loaded, health: first, providers, admin }: Props) {
  const health = useHealth(first);
  const [view, setView] = useState(loaded);
  const [drafts, setDrafts] = useState<Draft[]>(() => loaded.destinations.map(draftOf));
  const [sampling, setSampling] = useState(loaded.sampling);
  const [at, setAt] = useState(0);
  const [failure, setFailure] = useState<{ message: string; fields: Record<string, string> } | null>(null);
  const [result, setResult] = useState<TestResultView | null>(null);
  const [saving, startSaving] = useTransition();
  const [testing, startTesting] = useTransition();

  const draft = drafts[at];
  const provider = providers.find(({ id }) => id === draft?.provider);
  const saved = inputOf(view, view.destinations.map(draftOf), view.sampling);
  const isChanged = JSON.stringify(inputOf(view, drafts, sampling)) !== JSON.stringify(saved);
  const show = (next: ExportView) => {
    setView(next);
    setDrafts(next.destinations.map(draftOf));
    setSampling(next.sampling);
    setAt((before) => Math.min(before, Math.max(0, next.destinations.length - 1)));
    setFailure(null);
  };
  const change = (changed: Draft) => {
    setDrafts(drafts.map((one, place) => (place === at ? changed : one)));
    setResult(null);
  };
  const choose = (chosen: ProviderView) => {
    const others = drafts.filter((_one, place) => place !== at).map(({ name }) => name);
    const stored = view.destinations.find(({ id, provider: by }) => id === draft?.id && by === chosen.id);
    const next = stored ? draftOf(stored) : { ...newDraft(chosen, others), id: draft?.id };
    setDrafts(drafts.length === 0 ? [next] : drafts.map((one, place) => (place === at ? next : one)));
    setResult(null);
    setFailure(null);
  };
  const save = () =>
    startSaving(async () => {
      const answer = await saveDestinations(inputOf(view, drafts, sampling));
      if (answer.status === 'done') show(answer.result);
      if (answer.status === 'failed') setFailure(answer);
    });
  const test = () =>
    startTesting(async () => {
      if (!draft) return;
      setResult(null);
      const { id, provider: by, config } = draft;
      const given = { provider: by, config: filledIn(config) };
      const answer = await tryDestination(id === undefined ? given : { id, ...given });
      if (answer.status === 'done') {
        setResult(answer.result);
        setFailure(null);
      }
      if (answer.status === 'failed') setFailure(answer);
    });
  const errors = errorsOf(failure?.fields ?? {}, at);
  return (
    <>
      <PageHead title="Export" says={stateOf(view)}>
        <span className="flex items-baseline gap-3 text-xs whitespace-nowrap text-muted">
          <LastSuccess health={health} />
          {view.updated_at === null ? null : (
            <span className="max-lg:hidden">
              changed by {view.updated_by ?? 'nobody'} on <Time at={view.updated_at} show="minute" />
            </span>
          )}
        </span>
      </PageHead>
      <div className="flex max-w-[688px] flex-col gap-4 px-4 py-4 sm:px-6">
        <Destinations
          drafts={drafts}
          at={at}
          admin={admin}
          onChoose={(place) => {
            setAt(place);
            setResult(null);
          }}
          onAdd={() => {
            const [start] = providers.filter(({ id }) => id === 'otlp');
            if (!start) return;
            setDrafts([
              ...drafts,
              newDraft(
                start,
                drafts.map(({ name }) => name),
              ),
            ]);
            setAt(drafts.length);
            setResult(null);
          }}
        />
        <Tiles providers={providers} chosen={draft?.provider} disabled={!admin} onChoose={choose} />
        {draft && provider ? (
          <>
            <ProviderForm
              provider={provider}
              draft={draft}
              errors={errors}
              disabled={!admin}
              onChange={change}
            />
            {admin ? (
              <div className="flex flex-wrap items-center gap-3">
                <Button size="md" onClick={test} disabled={testing}>
                  <SendHorizontal aria-hidden /> {testing ? 'Sending…' : 'Send a test span'}
                </Button>
                <Checkbox
                  label="In use"
                  checked={draft.enabled}
                  onChange={(event) => change({ ...draft, enabled: event.target.checked })}
                />
                <Button
                  kind="danger"
                  className="ml-auto"
                  onClick={() => {
                    setDrafts(drafts.filter((_one, place) => place !== at));
                    setAt(0);
                    setResult(null);
                  }}
                >
                  <Trash2 aria-hidden /> Remove
                </Button>
                <p className="w-full text-xs text-muted">
                  The test uses what stands above, also what is not saved.
                </p>
              </div>
            ) : null}
          </>
        ) : (
          <p className="text-muted">
            {view.source === 'environment'
              ? 'Spans go to what OTEL_EXPORTER_OTLP_ENDPOINT names. A destination that is saved here takes its place.'
              : 'Spans go nowhere yet. Choose where; every call’s trace can be seen here all the same.'}
          </p>
        )}
        {result ? <TestResult result={result} /> : null}
        {failure && Object.keys(errors).length === 0 ? <Notice tone="bad">{failure.message}</Notice> : null}
        <SamplingPart
          value={sampling}
          disabled={!admin}
          errors={Object.fromEntries(
            Object.entries(failure?.fields ?? {}).filter(([field]) => field.startsWith('sampling')),
          )}
          onChange={setSampling}
        />
        <HealthPart view={view} health={health} />
      </div>
      {isChanged && admin ? (
        <div className="sticky bottom-0 flex min-h-12 items-center gap-2 border-t border-line bg-panel px-4 sm:px-6">
          <span className="mr-auto text-muted">Not saved yet</span>
          <Button kind="quiet" size="md" disabled={saving} onClick={() => show(view)}>
            Discard
          </Button>
          <Button kind="primary" size="md" disabled={saving} onClick={save}>
            {saving ? 'Saving…' : 'Save'}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** Where spans go now, in a few words. */
function stateOf({ source, destinations }: ExportView): string {
  if (source === 'none') return 'Spans go nowhere';
  if (source === 'environment') return 'Exporting to OTEL_EXPORTER_OTLP_ENDPOINT';
  const used = destinations.filter(({ enabled }) => enabled).map(({ name }) => name);
  return used.length === 0 ? 'Spans go nowhere: no destination is in use' : `Exporting to ${used.join(', ')}`;
}

function LastSuccess({ health }: { health: ExportHealth }) {
  const { lastSuccessAt, dropped } = totals(health);
  const late = lateReplicas(health);
  return (
    <>
      {lastSuccessAt === null ? null : (
        <span>
          last success <Ago at={lastSuccessAt} className="text-ink" />, {dropped.toLocaleString('en')} dropped
        </span>
      )}
      {late > 0 ? <span className="text-warn">{late} replicas still run older settings</span> : null}
    </>
  );
}

/** What is wrong with the destination that is shown, by its fields, whether it came of a save or of a test. */
function errorsOf(fields: Record<string, string>, at: number): Record<string, string> {
  const prefix = new RegExp(`^(?:destinations\\.(?:${at}\\.)?)?(?:config\\.)?`);
  const own = Object.entries(fields).filter(
    ([field]) => !/^destinations\.\d/.test(field) || field.startsWith(`destinations.${at}.`),
  );
  return Object.fromEntries(own.map(([field, message]) => [field.replace(prefix, ''), message]));
}

interface DestinationsProps {
  drafts: Draft[];
  at: number;
  admin: boolean;
  onChoose: (at: number) => void;
  onAdd: () => void;
}

/** The destinations by name, of which one is shown below; nothing while there is at most one to show. */
function Destinations({ drafts, at, admin, onChoose, onAdd }: DestinationsProps) {
  if (drafts.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {drafts.map(({ id, name, enabled }, place) => (
        <Button
          key={id ?? `new-${place}`}
          aria-pressed={place === at}
          className={cn(place === at && 'border-accent bg-selected')}
          onClick={() => onChoose(place)}
        >
          {name || 'Without a name'}
          {enabled ? null : <span className="text-faint">off</span>}
        </Button>
      ))}
      {admin && drafts.length < 8 ? (
        <Button kind="quiet" onClick={onAdd}>
          <Plus aria-hidden /> Another destination
        </Button>
      ) : null}
    </div>
  );
}
