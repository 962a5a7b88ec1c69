import { headers } from 'next/headers';
import { env } from '@/lib/env';

/** The address under which people and agents reach this gateway: as configured, else as this page was asked for. */
export async function publicAddress(): Promise<string> {
  const configured = env().NEXTAUTH_URL;
  if (configured !== undefined) return configured.replace(/\/+$/, '');
  const asked = await headers();
  const protocol = asked.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https' ? 'https' : 'http';
  return `${protocol}://${asked.get('host') ?? 'localhost'}`;
}
