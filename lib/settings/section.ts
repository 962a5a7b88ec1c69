import type { z } from 'zod';

/** One section of the settings: what it holds, and which of it is a credential. */
export interface Section<Schema extends z.ZodObject = z.ZodObject> {
  /** the whole value as the process uses it, with a default for each field, so that {} is a value */
  schema: Schema;
  /** fields that are sealed at rest and shown as {configured} only; in the schema a text or null */
  secrets: readonly (keyof z.output<Schema> & string)[];
  /** the only way to save it, where its schema alone cannot tell whether it is right; others are refused by this name */
  savedBy?: string;
  /** the credentials in the text of a secret, for the masker; without it the text is the credential */
  credentialsIn?: (secret: string) => string[];
}

/** Says what a section is; the type of its value comes from its schema. */
export const defineSection = <Schema extends z.ZodObject>(section: Section<Schema>): Section<Schema> =>
  section;
