import { checkHealth } from '@/lib/health/check';

export const dynamic = 'force-dynamic';

/** 200 only when a call can be taken and put on record; open to everyone, so it says no more than that. */
export async function GET(): Promise<Response> {
  const health = await checkHealth();
  return Response.json(health, {
    status: health.status === 'ok' ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}
