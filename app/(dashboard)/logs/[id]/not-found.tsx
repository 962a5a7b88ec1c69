import Link from 'next/link';
import { Button } from '@/app/_components/button';
import { Empty } from '@/app/_components/empty';

/** An id without a row. */
export default function LogNotFound() {
  return (
    <Empty title="There is no such call">
      <p className="text-muted">The address may be mistyped, or the call is older than the log is kept.</p>
      <div>
        <Button asChild>
          <Link href="/logs">Go to the logs</Link>
        </Button>
      </div>
    </Empty>
  );
}
