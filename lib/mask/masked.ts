declare const brand: unique symbol;

/**
 * Text that has been through the masker. A record accepts only this, so that raw text in a sink is a
 * compile error. Only lib/mask may make one (a lint rule sees to it).
 */
export type Masked = string & { readonly [brand]: true };

/** What a secret is replaced with; it hides the length too. */
export const MASK = '***';

/** How many values each rule replaced. */
export type MaskCounts = Record<string, number>;
