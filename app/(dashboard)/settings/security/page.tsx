import type { Metadata } from 'next';
import { requireUser } from '@/lib/auth/require-user';
import { getSettings } from '@/lib/settings/get';
import { SECTIONS } from '@/lib/settings/sections';
import { SectionHead } from '../_section-head';
import { fieldsOf } from '../_form/fields';
import { SettingsForm } from '../_form/settings-form';
import { SECURITY_WORDS } from './words';

export const metadata: Metadata = { title: 'Security' };

/** Who may reach the gateway from a browser, and how much one key and one server may be used at a time. */
export default async function SecurityPage() {
  const { ctx, role } = await requireUser('auditor', '/settings/security');
  const view = await getSettings({ ctx, input: { section: 'security' } });
  const { schema, secrets } = SECTIONS.security;
  const value = schema.parse(view.value);
  const origins = value.allowed_origins.length;
  return (
    <>
      <SectionHead view={view}>
        <b>
          {origins === 0 ? 'No other web page' : `${origins} other web ${origins === 1 ? 'page' : 'pages'}`}
        </b>{' '}
        may call the endpoints; one key makes <b>{value.key_concurrent_calls} calls</b> at a time at most.
      </SectionHead>
      <div className="max-w-[688px] p-4 md:px-6">
        <SettingsForm
          view={view}
          fields={fieldsOf(schema, secrets, SECURITY_WORDS)}
          editable={role === 'admin'}
        />
      </div>
    </>
  );
}
