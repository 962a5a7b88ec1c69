import { requireAccess, type Access } from '@/lib/auth/require-access';
import { problem } from './_respond';

interface Context<Params> {
  request: Request;
  access: Access;
  params: Params;
}

/**
 * A REST handler: the guard first, then the handler, and whatever either throws as problem+json. Each
 * route names its guard as the first argument, so that it stands in the route's own file.
 */
export function route<Params = Record<never, string>>(
  need: 'read' | 'admin',
  handle: (context: Context<Params>) => Promise<Response>,
) {
  return async (request: Request, { params }: { params: Promise<Params> }): Promise<Response> => {
    try {
      const access = await requireAccess(request, need);
      return await handle({ request, access, params: await params });
    } catch (error) {
      return problem(error, request);
    }
  };
}
