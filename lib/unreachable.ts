/**
 * Whether a Prisma error says that the database did not answer: not reachable (P1001), too slow (P1002,
 * P1008), gone in between (P1017), or no connection free in time (P2024).
 */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  return ['P1001', 'P1002', 'P1008', 'P1017', 'P2024'].includes(String(error.code));
}
