import { gateway } from '@/lib/gateway/published';

// The aggregate endpoint is not served yet; the gateway answers and records that.
export const dynamic = 'force-dynamic';

const serve = (request: Request): Promise<Response> => gateway().serveWeb(request);

export { serve as DELETE, serve as GET, serve as OPTIONS, serve as PATCH, serve as POST, serve as PUT };
