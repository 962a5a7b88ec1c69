import type { Metadata } from 'next';
import { requireUser } from '@/lib/auth/require-user';
import { getExport } from '@/lib/export/get';
import { getExportHealth } from '@/lib/export/health';
import { listProviders } from '@/lib/export/providers';
import { ExportSettings } from './export-settings';

export const metadata: Metadata = { title: 'Export' };

/** Where traces go, and how that is going. */
export default async function ExportPage() {
  const { ctx, role } = await requireUser('auditor', '/settings/export');
  const [view, health] = await Promise.all([getExport({ ctx }), getExportHealth({ ctx })]);
  return <ExportSettings view={view} health={health} providers={listProviders()} admin={role === 'admin'} />;
}
