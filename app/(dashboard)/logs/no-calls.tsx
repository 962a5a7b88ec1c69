import Link from 'next/link';
import { Button } from '@/app/_components/button';
import { clientConfiguration, curlCall } from '@/app/(dashboard)/_client-configuration';
import { CodeBlock } from '@/app/_components/code-block';
import { Empty } from '@/app/_components/empty';

interface NoCallsProps {
  /** the gateway's own address */
  address: string;
  /** a server that is served, if there is one */
  slug: string | undefined;
  admin: boolean;
}

/** Before the first call: what to do next, ready to copy. */
export function NoCalls({ address, slug, admin }: NoCallsProps) {
  if (slug === undefined) {
    return (
      <Empty title="No calls yet, and no server to call">
        <p className="text-muted">
          {admin
            ? 'Add an MCP server first. Agents then reach it through this gateway.'
            : 'An admin adds MCP servers. Agents then reach them through this gateway.'}
        </p>
        <div>
          <Button asChild kind="primary">
            <Link href="/servers">Go to servers</Link>
          </Button>
        </div>
      </Empty>
    );
  }
  return (
    <Empty title="No calls yet">
      <p className="text-muted">
        Point an agent at this gateway; each call it makes appears here.{' '}
        {admin ? (
          <>
            Create its key under{' '}
            <Link href="/keys" className="text-accent underline underline-offset-2">
              Keys
            </Link>
          </>
        ) : (
          'Ask an admin for a key'
        )}{' '}
        and put it where YOUR_KEY stands.
      </p>
      <h3 className="mt-2 font-medium">Client configuration</h3>
      <CodeBlock what="client configuration" text={clientConfiguration(address, slug)} />
      <h3 className="mt-2 font-medium">Or a first call by hand</h3>
      <p className="text-muted">Even a tool that does not exist leaves its row here.</p>
      <CodeBlock what="curl command" text={curlCall(address, slug)} />
    </Empty>
  );
}

/** Calls there are, but none that fits. */
export function NoMatches() {
  return (
    <Empty title="No calls match these filters">
      <p className="text-muted">Widen the time range, or show all calls again.</p>
      <div>
        <Button asChild>
          <Link href="/logs">Clear filters</Link>
        </Button>
      </div>
    </Empty>
  );
}

/** Past the last row of a list that has rows. */
export function NoMoreRows() {
  return (
    <Empty title="No rows on this page">
      <p className="text-muted">
        The list ends before this place, or the rows here are older than the log is kept.
      </p>
      <div>
        <Button asChild>
          <Link href="/logs">Go to the newest</Link>
        </Button>
      </div>
    </Empty>
  );
}
