'use client';

import { useMemo, useState } from 'react';
import { CopyButton } from '@/app/_components/copy-button';
import { cn } from '@/app/_components/cn';
import { VisibleText } from '@/app/_components/visible-text/visible-text';
import { holdsJson, layOut, type Token } from './json-text';

interface Props {
  title: string;
  /** masked JSON text, or null when nothing was kept */
  json: string | null;
  /** why there is nothing */
  none: string;
}

/** A masked payload, as text and never as HTML. JSON in its texts is opened; a switch shows it as it came. */
export function JsonView({ title, json, none }: Props) {
  const [open, setOpen] = useState(true);
  const tokens = useMemo(() => (json === null ? [] : layOut(json, { open })), [json, open]);
  const nested = useMemo(() => json !== null && holdsJson(json), [json]);
  return (
    <section>
      <div className="flex h-8 items-center gap-2">
        <h2 className="mr-auto font-medium">{title}</h2>
        {nested ? <OpenSwitch title={title} open={open} onChange={setOpen} /> : null}
        {json === null ? null : <CopyButton text={json} what={`${title.toLowerCase()}, masked, as stored`} />}
      </div>
      {json === null ? (
        <p className="rounded-md border border-line bg-panel px-3 py-2 text-muted">{none}</p>
      ) : (
        <pre
          tabIndex={0}
          role="region"
          aria-label={title}
          className="max-h-[70vh] overflow-auto rounded-md border border-line bg-panel p-3 font-mono text-xs leading-5 tracking-mono [overflow-wrap:anywhere] whitespace-pre-wrap"
        >
          <Tokens tokens={tokens} />
        </pre>
      )}
    </section>
  );
}

interface SwitchProps {
  title: string;
  open: boolean;
  onChange: (open: boolean) => void;
}

const CHOICES = [
  { open: true, label: 'JSON' },
  { open: false, label: 'As it came' },
];

function OpenSwitch({ title, open, onChange }: SwitchProps) {
  return (
    <div role="group" aria-label={`${title}: JSON in text`} className="flex rounded-md border border-line-2">
      {CHOICES.map((choice) => (
        <button
          key={choice.label}
          type="button"
          aria-pressed={open === choice.open}
          onClick={() => onChange(choice.open)}
          className={cn(
            'h-[22px] px-2 text-2xs font-medium first:rounded-l-md last:rounded-r-md not-first:border-l',
            open === choice.open ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-hover hover:text-ink',
          )}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}

function Tokens({ tokens }: { tokens: Token[] }) {
  return tokens.map((token, index) => (
    <TokenText key={index} token={tokens[index - 1]?.kind === 'json' ? withoutLineFeed(token) : token} />
  ));
}

/** Opened JSON is a block, which ends its line already. */
function withoutLineFeed(token: Token): Token {
  return token.kind === 'plain' ? { ...token, text: token.text.replace(/^\n/, '') } : token;
}

function TokenText({ token }: { token: Token }) {
  if (token.kind === 'json') return <OpenedJson tokens={token.tokens} />;
  if (token.kind === 'masked') {
    return (
      <mark
        title="Masked before it was stored"
        className="rounded-sm border border-dashed border-edge bg-transparent px-1 text-ink"
      >
        {token.text}
      </mark>
    );
  }
  return token.kind === 'key' ? (
    <span className="text-muted">
      <VisibleText text={token.text} />
    </span>
  ) : (
    <VisibleText text={token.text} />
  );
}

function OpenedJson({ tokens }: { tokens: Token[] }) {
  return (
    <>
      <span className="rounded-sm border border-line-2 px-1 font-sans text-2xs font-medium tracking-normal text-muted">
        JSON in text
      </span>
      <span className="my-0.5 ml-4 block border-l-2 border-line-2 pl-3">
        <Tokens tokens={tokens} />
      </span>
    </>
  );
}
