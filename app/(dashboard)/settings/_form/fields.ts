import { z } from 'zod';

/** How a field is entered. */
export interface SettingField {
  name: string;
  kind: 'flag' | 'number' | 'list';
  label: string;
  hint: string;
  /** a heading that stands above it, where a group begins */
  group: string | null;
  /** of a number: bounds, inclusive */
  min: number | null;
  max: number | null;
  /** whether it may be left empty, which is null */
  optional: boolean;
}

/** What people read beside a field; a field without words is called by its name. */
export type Words = Record<string, { label: string; hint?: string; group?: string }>;

/** The little of JSON Schema that the sections use. */
interface Described {
  type?: string;
  minimum?: number;
  maximum?: number;
  anyOf?: Described[];
}

/** The fields of a section's schema, in its order. Credentials and what has no simple form are left out. */
export function fieldsOf(schema: z.ZodObject, secrets: readonly string[], words: Words): SettingField[] {
  const { properties } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    properties: Record<string, Described>;
  };
  return Object.entries(properties).flatMap(([name, property]) => {
    const part = property.anyOf?.find((one) => one.type !== 'null') ?? property;
    const kind = kindOf(part);
    if (kind === null || secrets.includes(name)) return [];
    const { label = name.replaceAll('_', ' '), hint = '', group = null } = words[name] ?? {};
    return [
      {
        name,
        kind,
        label,
        hint,
        group,
        min: part.minimum ?? null,
        max: part.maximum ?? null,
        optional: property.anyOf?.some((one) => one.type === 'null') ?? false,
      },
    ];
  });
}

function kindOf({ type }: Described): SettingField['kind'] | null {
  if (type === 'boolean') return 'flag';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'array' ? 'list' : null;
}
