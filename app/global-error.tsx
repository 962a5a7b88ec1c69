'use client';

import './globals.css';

/** The last resort, when even the layout failed: it stands alone, without the app's frame. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  return (
    <html lang="en">
      <body className="font-sans">
        <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-3 px-6">
          <h1 className="text-base font-semibold">Sightline could not show this page</h1>
          <p>
            Try again; if it stays, look for the error
            {digest ? ` with the digest ${digest}` : ''} in the server’s log.
          </p>
          <div>
            <button
              type="button"
              onClick={() => retry()}
              className="h-8 rounded-md border border-line px-3 hover:bg-hover"
            >
              Try again
            </button>
          </div>
        </main>
      </body>
    </html>
  );
}
