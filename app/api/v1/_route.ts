import { requireAccess, type Need } from '@/lib/auth/require-access';
import type { Context } from '@/lib/context/context';
import { problem } from './_respond';

interface Handled<Params> {
  request: Request;
  /** who asks and in which request, for the verbs */
  ctx: Context;
  params: Params;
}

/**
 * A REST handler: the guard first, then the handler, and whatever either throws as problem+json. Each
 * route names its guard as the first argument, so that it stands in the route's own file.
 */
export function route<Params = Record<never, string>>(
  need: Need,
  handle: (handled: Handled<Params>) => Promise<Response>,
) {
  return async (request: Request, { params }: { params: Promise<Params> }): Promise<Response> => {
    try {
      const ctx = await requireAccess(request, need);
      return await handle({ request, ctx, params: await params });
    } catch (error) {
      return problem(error, request);
    }
  };
}
