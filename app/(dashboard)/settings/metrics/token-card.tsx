'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '@/app/_components/button';
import { CodeBlock } from '@/app/_components/code-block';
import { Confirm } from '@/app/_components/confirm';
import type { FormState } from '@/app/_components/form';
import { Notice } from '@/app/_components/notice';
import { saveSettings } from '../actions';
import { newToken } from './actions';
import { scrapeConfig, TOKEN_PLACEHOLDER } from './scrape';

interface Props {
  address: string;
  version: number;
  /** whether a token is stored */
  configured: boolean;
  /** whether the endpoint wants one, whichever */
  needed: boolean;
  editable: boolean;
}

/** The token of the scrapers, and what goes into prometheus.yml. */
export function TokenCard({ address, version, configured, needed, editable }: Props) {
  const router = useRouter();
  const [token, setToken] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const make = async (): Promise<FormState> => {
    const after = await newToken(version);
    if (after.status === 'done') setToken(after.result);
    else router.refresh();
    return after.status === 'failed' ? after : { status: 'done', result: undefined };
  };
  const makeFirst = () =>
    startTransition(async () => {
      const after = await make();
      setFailure(after.status === 'failed' ? after.message : null);
    });
  const remove = async () => {
    const after = await saveSettings('metrics', { version, value: { token: null } });
    if (after.status === 'done') setToken(null);
    return after;
  };
  return (
    <>
      <section className="flex flex-col gap-2 border-t border-line py-4">
        <h2 className="font-semibold">Token</h2>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="text-muted">{configured ? 'configured' : 'none is set here'}</p>
          {!editable ? null : configured ? (
            <span className="flex gap-2">
              <Confirm
                trigger={<Button aria-label="Replace token">Replace</Button>}
                title="Make a new token?"
                description="Scrapers with the present one are refused from now on, until they have the new one."
                verb="Make a new token"
                action={make}
              />
              <Confirm
                trigger={
                  <Button kind="danger" aria-label="Remove token">
                    Remove
                  </Button>
                }
                title="Remove the token?"
                description="Scrapers that use it are refused from now on."
                verb="Remove"
                action={remove}
              />
            </span>
          ) : (
            <Button disabled={pending} onClick={makeFirst}>
              {pending ? 'Making…' : 'Make a token'}
            </Button>
          )}
        </div>
        {token === null ? null : (
          <>
            <Notice tone="warn">Copy it now: it cannot be shown again.</Notice>
            <CodeBlock what="metrics token" text={token} />
          </>
        )}
        {failure ? <Notice tone="bad">{failure}</Notice> : null}
      </section>
      <section className="flex flex-col gap-2 border-t border-line py-4">
        <h2 className="font-semibold">Prometheus</h2>
        <p className="text-xs text-muted">Into prometheus.yml</p>
        <CodeBlock
          what="Prometheus configuration"
          text={scrapeConfig(address, token ?? (needed ? TOKEN_PLACEHOLDER : null))}
        />
      </section>
    </>
  );
}
