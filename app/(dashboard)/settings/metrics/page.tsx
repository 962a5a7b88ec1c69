import type { Metadata } from 'next';
import { publicAddress } from '@/app/_public-address';
import { requireUser } from '@/lib/auth/require-user';
import { env } from '@/lib/env';
import { getSettings } from '@/lib/settings/get';
import { SECTIONS } from '@/lib/settings/sections';
import { SectionHead } from '../_section-head';
import { fieldsOf } from '../_form/fields';
import { SettingsForm } from '../_form/settings-form';
import { TokenCard } from './token-card';
import { METRICS_WORDS } from './words';

export const metadata: Metadata = { title: 'Metrics' };

/** Who may scrape, and what a scraper needs. */
export default async function MetricsSettingsPage() {
  const { ctx, role } = await requireUser('auditor', '/settings/metrics');
  const [view, address] = await Promise.all([
    getSettings({ ctx, input: { section: 'metrics' } }),
    publicAddress(),
  ]);
  const { schema, secrets } = SECTIONS.metrics;
  const { METRICS_TOKEN } = env();
  const configured = isConfigured(view.value['token']);
  const needed = configured || METRICS_TOKEN !== undefined;
  const editable = role === 'admin';
  return (
    <>
      <SectionHead view={view}>
        {view.value['enabled'] === true ? (
          <>
            <b>Answers</b> {needed ? <>with a token.</> : <>to this machine only, until there is a token.</>}
          </>
        ) : (
          <b>Switched off.</b>
        )}
      </SectionHead>
      <div className="max-w-[688px] p-4 md:px-6">
        <SettingsForm view={view} fields={fieldsOf(schema, secrets, METRICS_WORDS)} editable={editable} />
        {METRICS_TOKEN === undefined ? null : (
          <p className="pb-4 text-xs text-muted">
            The token of the variable METRICS_TOKEN holds too; it is changed where Sightline is started.
          </p>
        )}
        <TokenCard
          address={address}
          version={view.version}
          configured={configured}
          needed={needed}
          editable={editable}
        />
      </div>
    </>
  );
}

const isConfigured = (token: unknown): boolean =>
  typeof token === 'object' && token !== null && 'configured' in token && token.configured === true;
