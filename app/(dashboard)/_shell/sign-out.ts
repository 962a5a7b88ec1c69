'use client';

import { signOut } from 'next-auth/react';

/** Ends the session. A full load, so that nothing of it stays in the browser's memory. */
export async function leave(): Promise<void> {
  await signOut({ redirect: false });
  window.location.assign('/login');
}
