'use client';

import { Pencil, Power, Trash2 } from 'lucide-react';
import { useState, useTransition } from 'react';
import { Button } from '@/app/_components/button';
import { Confirm } from '@/app/_components/confirm';
import { visible } from '@/app/_components/visible-text/split';
import type { ServerView } from '@/lib/servers/schema';
import { dropServer, switchServer } from './actions';
import { ServerDialog } from './server-dialog';

/** What an admin can do with one server. Those of MCP_CONFIG are changed in that file. */
export function ServerActions({ server }: { server: ServerView }) {
  const editable = server.origin === 'admin';
  return (
    <div className="flex items-center justify-end gap-1">
      <PowerSwitch server={server} />
      {editable ? (
        <ServerDialog
          server={server}
          trigger={
            <Button kind="quiet" size="icon" aria-label={`Edit ${server.name}`} title="Edit">
              <Pencil aria-hidden />
            </Button>
          }
        />
      ) : null}
      {editable ? (
        <Confirm
          trigger={
            <Button kind="quiet" size="icon" aria-label={`Remove ${server.name}`} title="Remove">
              <Trash2 aria-hidden />
            </Button>
          }
          title={`Remove ${visible(server.name)}?`}
          description={`Agents can no longer reach /mcp/${server.slug}. Its calls stay in the log; its stored headers are deleted.`}
          verb="Remove"
          action={() => dropServer(server.id)}
        />
      ) : null}
    </div>
  );
}

/** Switching off cuts agents off, so it is asked for twice; switching on harms nobody. */
function PowerSwitch({ server }: { server: ServerView }) {
  if (!server.enabled) return <SwitchOn server={server} />;
  return (
    <Confirm
      trigger={
        <Button kind="quiet" aria-label={`Switch off ${server.name}`} title="Switch off">
          <Power aria-hidden />
          <span className="max-sm:sr-only">Switch off</span>
        </Button>
      }
      title={`Switch off ${visible(server.name)}?`}
      description={`Agents that call /mcp/${server.slug} are refused from now on; calls on their way go on. It can be switched on again at any time.`}
      verb="Switch off"
      action={() => switchServer(server.id, false)}
    />
  );
}

function SwitchOn({ server }: { server: ServerView }) {
  const [pending, startTransition] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);
  const run = () =>
    startTransition(async () => {
      const after = await switchServer(server.id, true);
      setFailure(after.status === 'failed' ? after.message : null);
    });
  return (
    <>
      {failure ? (
        <span role="alert" className="text-xs text-bad">
          {failure}
        </span>
      ) : null}
      <Button
        kind="quiet"
        disabled={pending}
        onClick={run}
        aria-label={`Switch on ${server.name}`}
        title="Switch on"
      >
        <Power aria-hidden />
        <span className="max-sm:sr-only">Switch on</span>
      </Button>
    </>
  );
}
