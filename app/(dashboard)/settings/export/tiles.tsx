'use client';

import { cn } from '@/app/_components/cn';
import type { ProviderView } from '@/lib/export/schema';

interface Props {
  providers: ProviderView[];
  chosen: string | undefined;
  disabled: boolean;
  onChoose: (provider: ProviderView) => void;
}

/** What traces can be sent to: eight tiles, of which one is chosen. */
export function Tiles({ providers, chosen, disabled, onChoose }: Props) {
  return (
    <fieldset disabled={disabled} className="grid gap-2 sm:grid-cols-2">
      <legend className="sr-only">Provider</legend>
      {providers.map((provider) => {
        const isChosen = provider.id === chosen;
        return (
          <label
            key={provider.id}
            title={provider.summary}
            className={cn(
              'flex min-h-9 cursor-pointer items-center gap-2 rounded-md border px-2.5 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-accent',
              isChosen
                ? 'border-accent bg-selected inset-ring inset-ring-accent'
                : 'border-line-2 hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name="provider"
              value={provider.id}
              checked={isChosen}
              onChange={() => onChoose(provider)}
              className="size-3.5 shrink-0 accent-accent"
            />
            <span className="font-medium">{provider.title}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
