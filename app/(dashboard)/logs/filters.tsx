'use client';

import { MultiSelect } from '@/app/_components/multi-select';
import type { FilterDescription, FilterTexts } from '@/lib/audit/query/filters';
import { OUTCOMES } from '@/lib/record/outcomes';
import { ActiveFilters } from './active-filters';
import { Status } from './status';
import { TimePresets } from './time-presets';
import { ToolSearch } from './tool-search';

interface Props {
  descriptions: readonly FilterDescription[];
  filters: FilterTexts;
  onChange: (changes: Partial<FilterTexts>) => void;
  onClear: () => void;
  servers: string[];
  /** names to complete from */
  tools: string[];
}

const STATUS_OPTIONS = OUTCOMES.map((outcome) => ({ value: outcome, label: <Status status={outcome} /> }));

/** Everything that narrows the list. */
export function Filters({ descriptions, filters, onChange, onClear, servers, tools }: Props) {
  return (
    <search className="flex flex-wrap items-center gap-2 px-4 py-2" aria-label="Filters">
      <TimePresets
        from={filters.from}
        custom={filters.to !== null}
        onChange={(from) => onChange({ from, to: null })}
      />
      <MultiSelect
        label="Server"
        options={servers.map((slug) => ({ value: slug, label: slug }))}
        chosen={filters.server ?? []}
        onChange={(server) => onChange({ server })}
        none="No server yet"
      />
      <MultiSelect
        label="Status"
        options={STATUS_OPTIONS}
        chosen={filters.status ?? []}
        onChange={(status) => onChange({ status })}
        none=""
      />
      <ToolSearch
        key={filters.tool ?? ''}
        value={filters.tool ?? ''}
        known={tools}
        onChange={(tool) => onChange({ tool })}
      />
      <ActiveFilters descriptions={descriptions} filters={filters} onChange={onChange} onClear={onClear} />
    </search>
  );
}
