import { problem } from '@/app/api/v1/_respond';
import { requireMetricsAccess } from '@/lib/auth/require-metrics-access';
import { answerScrape } from '@/lib/metrics/answer';

export const dynamic = 'force-dynamic';

/** The metrics of this process as Prometheus text or OpenMetrics. Its guard is its own: a scraper has no session and perhaps no key. */
export async function GET(request: Request): Promise<Response> {
  try {
    await requireMetricsAccess(request);
    return answerScrape(request.headers);
  } catch (error) {
    return problem(error, request);
  }
}
