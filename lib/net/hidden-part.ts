/** Stands for a part of an address that is not shown. Pure: browsers read it. */
export const HIDDEN_PART = '***';
