'use client';

import { Button } from '@/app/_components/button';
import { CodeBlock } from '@/app/_components/code-block';
import { useForm } from '@/app/_components/form';
import { Notice } from '@/app/_components/notice';
import { addExample } from './actions';
import { EXAMPLE } from './example';

/** The reference server of the MCP project, which needs no account; where commands may not be added, how to have it. */
export function ExampleServer({ allowed, onDone }: { allowed: boolean; onDone: () => void }) {
  const { pending, onSubmit, message } = useForm(addExample, onDone);
  const { name, command, args } = EXAMPLE;
  if (!allowed) {
    return (
      <div className="flex flex-col gap-2">
        <p>
          The MCP project’s own server for trying things out needs no account. It is a command, and this
          Sightline was started without <code className="font-mono text-xs">ALLOW_STDIO=true</code>, so it
          cannot be added from here. This starts Sightline with it; the page goes on where you are:
        </p>
        <CodeBlock what="start command" text={startCommand} />
      </div>
    );
  }
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-2">
      <p className="text-muted">
        The MCP project’s own server for trying things out: it echoes, adds, and needs no account. It comes
        from the npm registry, as a command on the gateway’s machine.
      </p>
      <CodeBlock what="example command" text={[command, ...args].join(' ')} />
      {message ? <Notice tone="bad">{message}</Notice> : null}
      <div>
        <Button type="submit" kind="primary" size="md" disabled={pending}>
          {pending ? 'Adding…' : `Add ${name}`}
        </Button>
      </div>
    </form>
  );
}

const startCommand = [
  `echo '${JSON.stringify({ mcpServers: { [EXAMPLE.slug]: { command: EXAMPLE.command, args: EXAMPLE.args } } })}' > mcp.json`,
  'MCP_CONFIG=./mcp.json npm start',
].join('\n');
