import { problem } from '@/app/api/v1/_respond';
import { requireMetricsAccess } from '@/lib/auth/require-metrics-access';
import { renderMetrics } from '@/lib/metrics/render';

export const dynamic = 'force-dynamic';

/** Prometheus text of this process. Its guard is its own: a scraper has no session and perhaps no key. */
export async function GET(request: Request): Promise<Response> {
  try {
    await requireMetricsAccess(request);
    const { body, contentType } = await renderMetrics();
    return new Response(body, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
  } catch (error) {
    return problem(error, request);
  }
}
