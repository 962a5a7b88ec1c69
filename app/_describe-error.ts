import { z } from 'zod';
import { isUnreachable } from '@/lib/unreachable';
import { AppError, type ErrorCode } from '@/lib/errors';

/** What may be told about anything thrown: to a REST client as problem+json, to a person in a form. */
export interface Failure {
  code: ErrorCode;
  message: string;
  /** which input was wrong, as {field: sentence} */
  fields: Record<string, string>;
}

const UNREACHABLE = 'The database does not answer. Try again in a moment.';

/** Turns anything thrown into what may be shown. What is no AppError and no ZodError stays inside. */
export function describeError(error: unknown): Failure {
  if (error instanceof AppError)
    return { code: error.code, message: error.message, fields: error.fields ?? {} };
  if (error instanceof z.ZodError) return describeZodError(error);
  if (isUnreachable(error)) return { code: 'unavailable', message: UNREACHABLE, fields: {} };
  return { code: 'internal', message: 'Internal error', fields: {} };
}

function describeZodError(error: z.ZodError): Failure {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    for (const [field, message] of sentences(issue)) fields[field] ??= message;
  }
  const list = Object.entries(fields).map(([field, message]) =>
    field === '' ? message : `${field}: ${message}`,
  );
  delete fields[''];
  return { code: 'invalid', message: list.join('; ') || 'The input is not valid.', fields };
}

function sentences(issue: z.core.$ZodIssue): [field: string, message: string][] {
  // The place in a list is left out: the field is what the caller knows by name.
  const field = issue.path
    .filter((part) => typeof part !== 'number')
    .map(String)
    .join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => [field ? `${field}.${key}` : key, 'is not a known field']);
  }
  // The outer issue of a bad record key only says "Invalid key"; the reason is one level down.
  if (issue.code === 'invalid_key') return [[field, issue.issues[0]?.message ?? issue.message]];
  return [[field, issue.message]];
}
