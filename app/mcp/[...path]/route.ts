import { gateway } from '@/lib/gateway/published';

// The route lane: the same gateway where server.mjs is not in front (next start, platforms).
export const dynamic = 'force-dynamic';

const serve = (request: Request): Promise<Response> => gateway().serveWeb(request);

export { serve as DELETE, serve as GET, serve as OPTIONS, serve as PATCH, serve as POST, serve as PUT };
