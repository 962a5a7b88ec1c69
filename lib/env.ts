import path from 'node:path';
import { z } from 'zod';
import { once } from './once';

/** Decodes "key[,older key…]" into 32-byte keys, newest first. */
const encryptionKeys = z.string().transform((text, context) => {
  const keys = text.split(',').map((part) => Buffer.from(part.trim(), 'base64'));
  if (keys.some((key) => key.length !== 32)) {
    context.addIssue({
      code: 'custom',
      message: 'each key must be 32 bytes in base64; make one with: openssl rand -base64 32',
    });
    return z.NEVER;
  }
  return keys;
});

const blankIsUnset = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema.optional());
const integer = (fallback: number, min: number, max: number) =>
  z.preprocess(blankIsUnset, z.coerce.number().int().min(min).max(max).default(fallback));

const flag = z.preprocess(
  blankIsUnset,
  z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true'),
);

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  PORT: integer(3000, 0, 65535),
  HOST: z.preprocess(blankIsUnset, z.string().default('127.0.0.1')),
  DATA_DIR: z.preprocess(blankIsUnset, z.string().default('.data')).transform((dir) => path.resolve(dir)),
  DATABASE_URL: optional(z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')),
  NEXTAUTH_SECRET: optional(z.string().min(16, 'needs at least 16 characters; unset, one is generated')),
  NEXTAUTH_URL: optional(z.url()),
  ENCRYPTION_KEY: optional(encryptionKeys),
  ADMIN_EMAIL: optional(z.email()),
  ADMIN_PASSWORD: optional(z.string().min(8, 'needs at least 8 characters')),
  BOOTSTRAP_API_KEY: optional(
    z
      .string()
      .min(8, 'needs at least 8 characters')
      .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces'),
  ),
  METRICS_TOKEN: optional(z.string().min(8, 'needs at least 8 characters')),
  MCP_CONFIG: optional(z.string()),
  UPSTREAM_TIMEOUT_MS: integer(60_000, 10, 3_600_000),
  STREAM_SILENCE_MS: integer(600_000, 10, 86_400_000),
  MAX_BODY_BYTES: integer(4 * 1024 * 1024, 1024, 256 * 1024 * 1024),
  ALLOW_PRIVATE_ADDRESSES: flag,
  ALLOW_STDIO: flag,
  TRUSTED_PROXIES: optional(z.string()),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(z.url()),
  OTEL_EXPORTER_OTLP_HEADERS: optional(z.string()),
  OTEL_SERVICE_NAME: z.preprocess(blankIsUnset, z.string().default('sightline')),
  LOG_LEVEL: z.preprocess(blankIsUnset, z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info')),
});

export type Env = z.infer<typeof schema>;

/** Checks an environment. Throws one Error that names every wrong variable and what is wrong with it. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not usable:\n${lines.join('\n')}`);
}

/** The checked environment; the only reader of process.env in lib and app. */
export const env: () => Env = once('env', () => parseEnv(process.env));

/**
 * next-auth reads its address and secret from process.env by itself, so boot writes there what the user
 * left unset.
 */
export function completeAuthEnvironment(values: { url: string; secret: string }): void {
  process.env.NEXTAUTH_URL ||= values.url;
  process.env.NEXTAUTH_SECRET ||= values.secret;
}

/** Where programs and temporary files are, and what Windows cannot start a program without. */
const CHILD_VARIABLES = ['PATH', 'LD_LIBRARY_PATH', 'TMPDIR', 'TEMP', 'TMP', 'TZ', 'SystemRoot', 'ComSpec'];

/**
 * The environment of a program that this process starts: an allow-list, because this process's own holds
 * passwords and keys that every user who can read /proc/<pid>/environ there would get. Messages in English,
 * because some are read by us.
 */
export function childEnvironment(): NodeJS.ProcessEnv {
  const kept = CHILD_VARIABLES.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LC_ALL: 'C', NODE_ENV: env().NODE_ENV };
}

/** What a program needs to be found and to run at all; on Windows it is more. */
const FOR_EVERY_COMMAND = ['PATH', 'HOME'];
const FOR_EVERY_COMMAND_ON_WINDOWS = [
  'APPDATA',
  'COMSPEC',
  'HOMEDRIVE',
  'HOMEPATH',
  'LOCALAPPDATA',
  'PATH',
  'PATHEXT',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'SYSTEMDRIVE',
  'SYSTEMROOT',
  'TEMP',
  'TMP',
  'USERNAME',
  'USERPROFILE',
];

/** The little of this process's environment that a command gets which it starts: none of the product's secrets. */
export function commandEnvironment(
  source: Record<string, string | undefined> = process.env,
  platform: NodeJS.Platform = process.platform,
): Record<string, string> {
  const wanted = new Set(platform === 'win32' ? FOR_EVERY_COMMAND_ON_WINDOWS : FOR_EVERY_COMMAND);
  const isWanted = (name: string) => wanted.has(platform === 'win32' ? name.toUpperCase() : name);
  return Object.fromEntries(
    Object.entries(source).filter(
      (pair): pair is [string, string] => isWanted(pair[0]) && pair[1] !== undefined,
    ),
  );
}
