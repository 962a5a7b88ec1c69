'use client';

import { getNonce, setNonce } from 'get-nonce';

/**
 * Tells the dialogs' scroll lock, which writes a style element, the nonce of this page's policy. Renders nothing.
 *
 * @param nonce as it stands in the Content-Security-Policy of this answer; undefined where there is none
 */
export function StyleNonce({ nonce }: { nonce: string | undefined }) {
  // The document's policy stands until the next full load, whatever nonces later answers bring.
  if (nonce !== undefined && getNonce() === undefined) setNonce(nonce);
  return null;
}
