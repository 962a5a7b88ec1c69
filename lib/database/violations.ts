/** Whether a Prisma error says that a unique value is taken (P2002 in Prisma's error reference). */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2002';
}

/** Whether a Prisma error says that the row is not there (P2025). */
export function isMissingRow(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2025';
}
