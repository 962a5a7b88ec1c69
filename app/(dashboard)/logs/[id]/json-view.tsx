import { CopyButton } from '@/app/_components/copy-button';
import { layOut, type Token } from './json-text';

interface Props {
  title: string;
  /** masked JSON text, or null when nothing was kept */
  json: string | null;
  /** why there is nothing */
  none: string;
}

/** A masked payload, as text and never as HTML. */
export function JsonView({ title, json, none }: Props) {
  return (
    <section>
      <div className="flex h-8 items-center justify-between">
        <h2 className="font-medium">{title}</h2>
        {json === null ? null : <CopyButton text={json} what={`${title.toLowerCase()}, masked, as stored`} />}
      </div>
      {json === null ? (
        <p className="rounded-md border border-line bg-panel px-3 py-2 text-muted">{none}</p>
      ) : (
        <pre
          tabIndex={0}
          role="region"
          aria-label={title}
          className="max-h-[70vh] overflow-auto rounded-md border border-line bg-panel p-3 font-mono text-xs leading-5 [overflow-wrap:anywhere] whitespace-pre-wrap"
        >
          {layOut(json).map((token, index) => (
            <TokenText key={index} token={token} />
          ))}
        </pre>
      )}
    </section>
  );
}

function TokenText({ token }: { token: Token }) {
  if (token.kind === 'plain') return token.text;
  if (token.kind === 'key') return <span className="text-accent">{token.text}</span>;
  return (
    <mark title="Masked before it was stored" className="rounded-sm bg-warn-soft px-0.5 text-warn">
      {token.text}
    </mark>
  );
}
