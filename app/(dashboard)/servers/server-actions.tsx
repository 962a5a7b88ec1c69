'use client';

import { Pencil, Power, Trash2 } from 'lucide-react';
import { useState, useTransition } from 'react';
import { Button } from '@/app/_components/button';
import { Confirm } from '@/app/_components/confirm';
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
          title={`Remove ${server.name}?`}
          description={`Agents can no longer reach /mcp/${server.slug}. Its calls stay in the log; its stored headers are deleted.`}
          verb="Remove"
          action={() => dropServer(server.id)}
        />
      ) : null}
    </div>
  );
}

function PowerSwitch({ server }: { server: ServerView }) {
  const [pending, startTransition] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);
  const flip = () =>
    startTransition(async () => {
      const after = await switchServer(server.id, !server.enabled);
      setFailure(after.status === 'failed' ? after.message : null);
    });
  const verb = server.enabled ? 'Switch off' : 'Switch on';
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
        onClick={flip}
        aria-label={`${verb} ${server.name}`}
        title={verb}
      >
        <Power aria-hidden />
        <span className="max-sm:sr-only">{verb}</span>
      </Button>
    </>
  );
}
