// What Next costs by itself: a route handler that reads nothing and does nothing.
export const dynamic = 'force-dynamic';

export const POST = () => new Response('{}', { headers: { 'content-type': 'application/json' } });
