import { createMasker, type Masker } from './masker';
import { slot } from '../once';

const current = slot<Masker>('observe/current-masker');
const withoutKnownSecrets = createMasker([]);

/** Set by boot, and again whenever the credentials that the gateway knows have changed. */
export const publishMasker = (masker: Masker): void => current.set(masker);

/** The process's masker; before boot one that knows formats and names only. */
export const currentMasker = (): Masker => current.peek() ?? withoutKnownSecrets;
