'use client';

/** Ends the session. A full load, so that nothing of it stays in the browser's memory. */
export async function leave(): Promise<void> {
  // Needed once a visit at most, so its code comes then.
  const { signOut } = await import('next-auth/react');
  await signOut({ redirect: false });
  window.location.assign('/login');
}
