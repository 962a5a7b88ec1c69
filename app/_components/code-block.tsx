import { CopyButton } from './copy-button';

/** A text to copy, such as a configuration or a command. */
export function CodeBlock({ text, what }: { text: string; what: string }) {
  return (
    <div className="relative rounded-md border border-line bg-panel">
      <pre
        tabIndex={0}
        role="region"
        aria-label={what}
        className="overflow-x-auto p-3 pr-20 font-mono text-xs leading-5"
      >
        {text}
      </pre>
      <div className="absolute top-2 right-2">
        <CopyButton text={text} what={what} label="Copy" />
      </div>
    </div>
  );
}
