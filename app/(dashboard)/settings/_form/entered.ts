import type { SettingField } from './fields';

/** What somebody has entered: a text, or whether a box is ticked. */
export type Entered = string | boolean;

/** A stored value as it is entered. */
export function enteredOf({ kind }: SettingField, value: unknown): Entered {
  if (kind === 'flag') return value === true;
  if (kind === 'list') return Array.isArray(value) ? value.join('\n') : '';
  return typeof value === 'number' ? String(value) : '';
}

/** What was entered as the schema takes it. Checks nothing: that is the schema's. */
export function valueOf({ kind, optional }: SettingField, entered: Entered): unknown {
  if (typeof entered === 'boolean') return entered;
  const text = entered.trim();
  if (kind === 'list') return text === '' ? [] : text.split(/\s+/);
  if (text === '') return optional ? null : text;
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

/** A value in a few words, for the line that says what is not saved. */
export function wordsOf(entered: Entered): string {
  if (typeof entered === 'boolean') return entered ? 'on' : 'off';
  return entered.trim() === '' ? 'empty' : entered.trim().replaceAll(/\s+/g, ', ');
}
