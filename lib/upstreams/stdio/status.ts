/** HTTP statuses that MCP 2026-07-28 wants for errors of the protocol; every other error is an answer like any. */
const STATUS_OF_CODE: Record<string, number> = {
  '-32601': 404,
  '-32020': 400,
  '-32021': 400,
  '-32022': 400,
};

/**
 * The HTTP status of an answer, which on standard output has none.
 *
 * @param code of its error, as it stands in the text; null for a result
 * @param modern whether the request named a version that is this particular
 */
export const statusOf = (code: string | null, modern: boolean): number =>
  code === null || !modern ? 200 : (STATUS_OF_CODE[code] ?? 200);
