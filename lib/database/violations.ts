/** Whether a Prisma error says that a unique value is taken (P2002 in Prisma's error reference). */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2002';
}
