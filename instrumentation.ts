/** Next calls this before the first request, in every runtime; everything happens in the Node one. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { bootOrExit } = await import('@/lib/boot/start');
    await bootOrExit();
  }
}
