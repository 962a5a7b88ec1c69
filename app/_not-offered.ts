/** The answer to what MCP clients look for and this product does not have: JSON, which is what they can read. */
export function notOffered(): Response {
  return Response.json(
    {
      error: 'not_found',
      error_description:
        'Sightline has no OAuth authorization server. Send an API key: "Authorization: Bearer <key>".',
    },
    { status: 404, headers: { 'cache-control': 'no-store' } },
  );
}
