import { z } from 'zod';
import { AppError } from '@/lib/errors';

const MAX_BODY_BYTES = 1024 * 1024;

/** The JSON body as the schema has it. Throws AppError: invalid (too long, no JSON); ZodError. */
export async function readBody<T extends z.ZodType>(request: Request, schema: T): Promise<z.output<T>> {
  const bytes = await readCapped(request);
  return schema.parse(parseJson(bytes));
}

/**
 * The query string as the schema has it. Unknown parameters are refused, because a misspelt filter that is
 * silently ignored answers another question. Throws ZodError.
 */
export function readQuery<T extends z.ZodObject>(request: Request, schema: T): z.output<T> {
  const search = new URL(request.url).searchParams;
  const given: Record<string, string | string[]> = {};
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    const [first = '', ...more] = values;
    given[name] = more.length === 0 ? first : values;
  }
  return schema.strict().parse(given) as z.output<T>;
}

/** An id from the path. What is no UUID names nothing. Throws AppError: not_found. */
export function readId(id: string, noun: string): string {
  if (!z.uuid().safeParse(id).success) throw new AppError('not_found', `There is no such ${noun}.`);
  return id;
}

/** Reads at most the cap, whatever Content-Length says: a chunked body has none. */
async function readCapped(request: Request): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) {
      throw new AppError('invalid', `The body is longer than ${MAX_BODY_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw new AppError('invalid', 'The body is empty; send a JSON object.');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError('invalid', 'The body is not valid UTF-8.', { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's own message quotes the body, which may hold a credential.
    throw new AppError('invalid', 'The body is not valid JSON.', { cause: error });
  }
}
