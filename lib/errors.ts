/** The codes a REST answer or a page can meet. One list; the HTTP status stands beside each. */
export const ERROR_STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_many_requests: 429,
  unavailable: 503,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/**
 * The product's one error class: a code, a message that is safe to show, and the cause, which is not.
 * Anything thrown that is not an AppError is shown as "Internal error" and logged with its cause.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** Which input was wrong, as {field: sentence}; only with the codes "invalid" and "conflict". */
  readonly fields: Record<string, string> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options?: { cause?: unknown; fields?: Record<string, string> },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.fields = options?.fields;
  }
}

/** The message of anything thrown, for logs. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
