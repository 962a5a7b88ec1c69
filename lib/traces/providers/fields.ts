import { z } from 'zod';
import { parseUrl } from '../../net/parse-url';

/** What a form and the documentation need to know of a field beyond its schema. */
export interface FieldMeta {
  label: string;
  help: string;
  kind: 'choice' | 'text' | 'secret' | 'address' | 'headers' | 'pem' | 'switch';
  /** what stands for each value of a choice */
  choices?: Record<string, string>;
  placeholder?: string;
  [key: string]: unknown;
}

/** Stored sealed, never shown: the API says only whether it is there. */
const SECRET_KINDS = new Set(['secret', 'headers', 'pem']);

type Texts = Pick<FieldMeta, 'label' | 'help'> & { placeholder?: string };

const NO_CONTROLS = /^[^\p{Cc}]*$/u;
const CONTROLS = 'must not hold line breaks or other control characters';
const MAX_TEXT = 1_024;
const MAX_PEM = 64 * 1024;

/** One of a few values, each with a name for people. */
export function choice<const T extends Record<string, string>>(texts: Texts, choices: T) {
  const values = Object.keys(choices) as (keyof T & string)[];
  const listed = values.join(', ');
  return z
    .enum(values, { error: `must be one of: ${listed}` })
    .meta({ ...texts, kind: 'choice', choices } satisfies FieldMeta);
}

/** A short text; `pattern` comes with the sentence that says what it wants. */
export function text(texts: Texts, pattern: RegExp = NO_CONTROLS, wants: string = CONTROLS) {
  return z
    .string({ error: 'is needed' })
    .trim()
    .min(1, 'is needed')
    .max(MAX_TEXT, `at most ${MAX_TEXT} characters`)
    .regex(pattern, wants)
    .meta({ ...texts, kind: 'text' } satisfies FieldMeta);
}

/** A credential that travels in a header. */
export function secret(
  texts: Texts,
  pattern: RegExp = /^[\x21-\x7e]+$/,
  wants = 'must be printable ASCII without blanks',
) {
  return z
    .string({ error: 'is needed' })
    .trim()
    .min(1, 'is needed')
    .max(8_192, 'at most 8192 characters')
    .regex(pattern, wants)
    .meta({ ...texts, kind: 'secret' } satisfies FieldMeta);
}

/** A credential that is a document: JSON, a connection string. `read` throws or returns what is wrong with it. */
export function secretDocument(texts: Texts, wrongWith: (document: string) => string | null) {
  return z
    .string({ error: 'is needed' })
    .trim()
    .min(1, 'is needed')
    .max(MAX_PEM, `at most ${MAX_PEM} characters`)
    .superRefine((document, context) => {
      const wrong = wrongWith(document);
      if (wrong !== null) context.addIssue({ code: 'custom', message: wrong });
    })
    .meta({ ...texts, kind: 'secret' } satisfies FieldMeta);
}

/** Where a destination listens. */
export function address(texts: Texts, protocols: readonly ('http:' | 'https:')[] = ['http:', 'https:']) {
  const wants = `must be an address that begins with ${protocols.map((one) => `${one}//`).join(' or ')}`;
  return z
    .string({ error: 'is needed' })
    .trim()
    .min(1, 'is needed')
    .max(2_048, 'at most 2048 characters')
    .superRefine((value, context) => {
      const url = parseUrl(value);
      const issue = (message: string) => context.addIssue({ code: 'custom', message });
      if (url === null || !protocols.some((one) => one === url.protocol)) return issue(wants);
      if (/[\p{Cc}\s]/u.test(value)) return issue('must hold no blanks and no line breaks');
      if (url.username || url.password) return issue('must carry no user and no password; use a header');
      if (url.hash || url.search) return issue('must carry no query and no fragment');
      return undefined;
    })
    .meta({ ...texts, kind: 'address' } satisfies FieldMeta);
}

/** Headers that frame the request or that the gateway sets itself. */
const RESERVED = /^(?:host|connection|content-.*|transfer-encoding|keep-alive|upgrade|te|trailer|expect)$/i;

/** Headers of the user's own, by name. Their values count as credentials. */
export function headers(texts: Texts) {
  return z
    .record(
      z
        .string()
        .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/, 'is not a header name')
        .refine((name) => !RESERVED.test(name), { message: 'is set by the gateway and cannot be given' }),
      z
        .string()
        .max(8_192, 'at most 8192 characters')
        .regex(/^[\t\x20-\x7e]*$/, 'must be printable ASCII without line breaks'),
    )
    .refine((all) => Object.keys(all).length <= 32, { message: 'at most 32 headers' })
    .default({})
    .meta({ ...texts, kind: 'headers' } satisfies FieldMeta);
}

/** A certificate or key as PEM; may be left out. */
export function pem(texts: Texts, what: 'CERTIFICATE' | 'PRIVATE KEY') {
  return z
    .string()
    .trim()
    .max(MAX_PEM, `at most ${MAX_PEM} characters`)
    .refine((value) => value === '' || (value.includes(`${what}-----`) && value.startsWith('-----BEGIN ')), {
      message: `must be PEM that begins with -----BEGIN ${what}-----`,
    })
    .optional()
    .meta({ ...texts, kind: 'pem' } satisfies FieldMeta);
}

/** Yes or no. */
export function toggle(texts: Texts, fallback: boolean) {
  return z
    .boolean()
    .default(fallback)
    .meta({ ...texts, kind: 'switch' } satisfies FieldMeta);
}

/** A field as a form and the documentation have it. */
export interface Field extends FieldMeta {
  name: string;
  isSecret: boolean;
  isRequired: boolean;
  /** it exists only where the field `mode` has this value; null: always */
  mode: string | null;
}

type Shape = Record<string, z.ZodType>;
/** What a provider wants to know: one set of fields, or one for each way (`mode`) to reach it. */
export type ConfigSchema = z.ZodObject<Shape> | z.ZodDiscriminatedUnion<z.ZodObject<Shape>[]>;

/** The fields of a schema, in the order in which a form shows them. */
export function fieldsOf(schema: z.ZodType): Field[] {
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return schema.options.flatMap((option) => {
      if (!(option instanceof z.ZodObject)) return [];
      const { mode }: Shape = option.shape;
      return shapeFields(option.shape, mode instanceof z.ZodLiteral ? String(mode.value) : null);
    });
  }
  return schema instanceof z.ZodObject ? shapeFields(schema.shape, null) : [];
}

function shapeFields(shape: Shape, mode: string | null): Field[] {
  return Object.entries(shape).flatMap(([name, schema]): Field[] => {
    const meta = schema.meta();
    if (!isFieldMeta(meta)) return [];
    const isRequired = !schema.safeParse(undefined).success;
    return [{ ...meta, name, mode, isRequired, isSecret: SECRET_KINDS.has(meta.kind) }];
  });
}

const isFieldMeta = (meta: unknown): meta is FieldMeta =>
  typeof meta === 'object' && meta !== null && 'label' in meta && 'kind' in meta;

/** What is wrong with an input, as {field: sentence}. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) {
    const [name = '', ...rest] = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) errors[key] ??= 'is no field of this provider';
    } else {
      // What is wrong with the name of a header stands one level deeper.
      const { message } = (issue.code === 'invalid_key' ? issue.issues[0] : undefined) ?? issue;
      errors[name] ??= rest.length > 0 ? `${rest.join('.')} ${message}` : message;
    }
  }
  return errors;
}
