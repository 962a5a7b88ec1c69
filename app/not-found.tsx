import Link from 'next/link';
import { Button } from '@/app/_components/button';

/** An address that names nothing. */
export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-3 px-6">
      <h1 className="text-base font-semibold">There is no page at this address</h1>
      <p className="text-muted">The address may be mistyped, or what it named has been removed.</p>
      <div>
        <Button asChild>
          <Link href="/logs">Go to the logs</Link>
        </Button>
      </div>
    </main>
  );
}
