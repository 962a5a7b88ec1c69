import { AppError } from '@/lib/errors';

const GB = 1_000_000_000;

/** The form's fields as the section has them. Throws AppError: invalid (a number or a pair that is none). */
export function readLimits(form: FormData): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const listed = (name: string) =>
    text(name)
      .split(/[\s,]+/)
      .filter((part) => part !== '');
  const gb = optional('max_bytes', text('max_gb'));
  return {
    max_bytes: gb === null ? null : Math.round(gb * GB),
    hour: optional('hour', text('hour')),
    overrides: listed('overrides').map(pair),
    held_servers: listed('held_servers'),
    legal_hold: form.get('legal_hold') !== null,
    ...(form.get('all') === null ? { days: Number(text('days')) } : { days: null }),
  };
}

function optional(field: string, text: string): number | null {
  if (text === '') return null;
  const value = Number(text);
  if (!Number.isFinite(value)) throw wrong(field, 'must be a number');
  return value;
}

function pair(text: string): { server: string; days: number | null } {
  const [, server, days] = /^([^=]+)=(\d{1,5}|all)$/.exec(text) ?? [];
  if (server === undefined)
    throw wrong('overrides', `"${text}" is not a server and its days, as billing=365`);
  return { server, days: days === 'all' ? null : Number(days) };
}

const wrong = (field: string, message: string) =>
  new AppError('invalid', message, { fields: { [field]: message } });
