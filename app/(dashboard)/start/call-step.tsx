'use client';

import { Connect } from '@/app/(dashboard)/_connect';
import { agentAddress, KEY_PLACEHOLDER } from '@/app/(dashboard)/_client-configuration';
import { CodeBlock } from '@/app/_components/code-block';
import { Arrivals } from './arrivals';
import type { AgentKey, ArrivedCall } from './progress';

interface Props {
  address: string;
  /** the servers that can be called */
  slugs: string[];
  chosen: string | null;
  onChoose: (slug: string) => void;
  withKey: string;
  keys: AgentKey[];
  calls: ArrivedCall[];
}

/** What to paste, beside what has come of it. */
export function CallStep({ address, slugs, chosen, onChoose, withKey, keys, calls }: Props) {
  if (slugs.length === 0) return <p className="text-muted">Add a server first.</p>;
  return (
    <div className="flex flex-col gap-2">
      <Connect
        address={address}
        slugs={slugs}
        chosen={chosen}
        onChoose={onChoose}
        withKey={withKey}
        aside={
          <div className="flex min-w-0 flex-col gap-2">
            <Arrivals calls={calls} keys={keys} />
            <details className="text-xs text-muted">
              <summary className="cursor-pointer text-accent">Nothing comes?</summary>
              <ol className="mt-2 flex list-decimal flex-col gap-2 pl-4">
                <li>
                  The client reads its configuration only when it starts: start it anew and look at its list
                  of servers.
                </li>
                <li>The key does not fit: then the refused call appears above, with the reason.</li>
                <li>
                  The client runs on a machine that does not reach this address. There, this must answer 401:
                  <CodeBlock
                    what="test"
                    text={`curl -i -X POST ${agentAddress(address, chosen ?? slugs[0] ?? '')}`}
                  />
                </li>
              </ol>
            </details>
          </div>
        }
      />
      <p className="text-xs text-muted">
        {withKey === KEY_PLACEHOLDER
          ? `Put a key where ${KEY_PLACEHOLDER} stands: create one above, and it is put in for you.`
          : 'The key is shortened here, whole in what is copied.'}
      </p>
    </div>
  );
}
