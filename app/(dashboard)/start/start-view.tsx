'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Button } from '@/app/_components/button';
import { KEY_PLACEHOLDER } from '@/app/(dashboard)/_client-configuration';
import type { CreatedKey } from '@/lib/keys/schema';
import type { ServerView } from '@/lib/servers/schema';
import { CallStep } from './call-step';
import { KeyStep } from './key-step';
import { firstSince, headline, isCall, type AgentKey, type ArrivedCall } from './progress';
import { ServerStep } from './server-step';
import { Step } from './step';

interface Props {
  /** the gateway's own address */
  address: string;
  /** whether admins may add commands (ALLOW_STDIO) */
  commands: boolean;
  servers: ServerView[];
  /** those with which agents can call */
  keys: AgentKey[];
  /** the newest ones, newest first */
  calls: ArrivedCall[];
}

const LOOK_EVERY_MS = 1_500;

/** Three steps, each ticked off by what is really there; the first call is opened when it comes. */
export function StartView({ address, commands, servers, keys, calls }: Props) {
  const [created, setCreated] = useState<CreatedKey | null>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  useFirstCall(calls);
  const slugs = servers.filter((server) => server.served).map((server) => server.slug);
  // Where there is only one, there is nothing to choose.
  const only = slugs.length === 1 ? (slugs[0] ?? null) : null;
  const chosen = wanted !== null && slugs.includes(wanted) ? wanted : only;
  const done = [slugs.length > 0, keys.length > 0, calls.some(isCall)];
  const now = done.indexOf(false);
  const [strong, quiet] = headline(done, chosen);
  return (
    <>
      <header className="flex min-h-12 items-center gap-4 border-b border-line px-4 md:px-6">
        <h1 className="min-w-0 flex-1 py-2 text-[15px] leading-6 text-muted">
          <b className="font-medium text-ink">{strong}</b> {quiet}
        </h1>
        <Button asChild kind="quiet">
          <Link href="/logs" prefetch={false}>
            Skip to the logs
          </Link>
        </Button>
      </header>
      <div className="max-w-[1240px] px-4 md:px-6">
        <Step
          number={1}
          title="A server"
          hint="What agents will reach through Sightline."
          done={done[0] ?? false}
          now={now === 0}
        >
          <ServerStep servers={servers} commands={commands} />
        </Step>
        <Step
          number={2}
          title="A key"
          hint="Says who called. It is shown this once; only its hash is kept."
          done={done[1] ?? false}
          now={now === 1}
        >
          <KeyStep servers={servers} keys={keys} created={created} onCreated={setCreated} />
        </Step>
        <Step
          number={3}
          title="A first call"
          hint="Paste this into the client and ask it for something. This page notices by itself and opens the call."
          done={done[2] ?? false}
          now={now === 2}
        >
          <CallStep
            address={address}
            slugs={slugs}
            chosen={chosen}
            onChoose={(slug) => setWanted(slug === '' ? null : slug)}
            withKey={created?.key ?? KEY_PLACEHOLDER}
            keys={keys}
            calls={calls}
          />
        </Step>
      </div>
    </>
  );
}

/** Looks again while the page is in sight, and opens the first call that comes. */
function useFirstCall(calls: readonly ArrivedCall[]): void {
  const router = useRouter();
  const [lastSeen] = useState(calls[0]?.id ?? '');
  const arrived = firstSince(calls, lastSeen)?.id;
  useEffect(() => {
    if (arrived !== undefined) {
      router.push(`/logs/${arrived}`);
      return;
    }
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [arrived, router]);
}
