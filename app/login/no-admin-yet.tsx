import Link from 'next/link';
import { Button } from '@/app/_components/button';
import { Entrance } from '@/app/_components/entrance';

/** The sign-in page while there is nobody who could sign in: where the way in is. */
export function NoAdminYet() {
  return (
    <Entrance title="There is no admin yet">
      <p>
        The server has printed a link that creates the first one. It is the last line of its start, in the
        terminal where it runs or at the end of its log:
      </p>
      <pre className="overflow-x-auto rounded-md border border-line bg-panel p-3 font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">
        {
          'Sightline is ready on http://…\n\n  Create the first admin here (works once):\n  http://…/setup?token=…'
        }
      </pre>
      <p className="text-muted">
        Not at hand any more? Start it again: while there is no admin, each start prints a new link, and the
        older ones end. Or start it with ADMIN_EMAIL and ADMIN_PASSWORD.
      </p>
      <div>
        <Button asChild size="md">
          <Link href="/login" prefetch={false}>
            There is one now: sign in
          </Link>
        </Button>
      </div>
    </Entrance>
  );
}
