import { CopyButton } from './copy-button';

interface Props {
  text: string;
  what: string;
  /** shown instead, where the text is too long to read; what is copied is the text */
  shown?: string;
}

/** A text to copy, such as a configuration or a command. */
export function CodeBlock({ text, what, shown = text }: Props) {
  return (
    <div className="relative rounded-md border border-line bg-panel">
      <pre
        tabIndex={0}
        role="region"
        aria-label={what}
        className="overflow-x-auto p-3 pr-20 font-mono text-xs leading-5"
      >
        {shown}
      </pre>
      <div className="absolute top-2 right-2">
        <CopyButton text={text} what={what} label="Copy" />
      </div>
    </div>
  );
}
