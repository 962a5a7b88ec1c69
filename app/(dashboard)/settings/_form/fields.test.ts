import { describe, expect, it } from 'vitest';
import { metrics } from '@/lib/settings/sections/metrics';
import { security } from '@/lib/settings/sections/security';
import { enteredOf, valueOf } from './entered';
import { fieldsOf } from './fields';

describe('the form of a section', () => {
  const fields = fieldsOf(security.schema, security.secrets, { key_streams: { label: 'Streams' } });
  const named = (name: string) => {
    const field = fields.find((one) => one.name === name);
    if (!field) throw new Error(name);
    return field;
  };

  it('has each field with its kind and bounds', () => {
    expect(named('key_streams')).toMatchObject({ kind: 'number', label: 'Streams', min: 1, optional: false });
    expect(named('key_calls_per_minute')).toMatchObject({ kind: 'number', optional: true });
    expect(named('allowed_origins')).toMatchObject({ kind: 'list', label: 'allowed origins' });
  });

  it('has no credential', () => {
    expect(fieldsOf(metrics.schema, metrics.secrets, {}).map(({ name }) => name)).toEqual(['enabled']);
  });

  it('gives back what it was given, so that nothing that was not touched changes', () => {
    const value = {
      ...security.schema.parse({ allowed_origins: ['https://a.example', 'https://b.example'] }),
    };
    for (const field of fields) {
      const stored = value[field.name as keyof typeof value];
      expect(valueOf(field, enteredOf(field, stored))).toEqual(stored);
    }
  });

  it('leaves what is no number for the schema to refuse', () => {
    expect(valueOf(named('key_streams'), 'many')).toBe('many');
    expect(valueOf(named('key_streams'), '')).toBe('');
    expect(valueOf(named('key_calls_per_minute'), '')).toBeNull();
  });
});
