'use client';

import dynamic from 'next/dynamic';

/** Two windows that few visits open: their code comes when they are. */
export const CommandMenu = dynamic(() => import('./command-menu').then((file) => file.CommandMenu), {
  ssr: false,
});
export const KeysDialog = dynamic(() => import('./keys-dialog').then((file) => file.KeysDialog), {
  ssr: false,
});
