import type { Words } from '../_form/fields';

/** What the fields of the section are called. */
export const SECURITY_WORDS: Words = {
  allowed_origins: {
    group: 'Browsers',
    label: 'Allowed origins',
    hint: 'Web pages that may call the MCP endpoints, beside the gateway’s own. One a line, such as https://chat.example.com.',
  },
  key_concurrent_calls: {
    group: 'One key',
    label: 'Calls at a time',
    hint: 'More than these are answered with 429 and Retry-After.',
  },
  key_streams: { label: 'Open event streams' },
  key_calls_per_minute: { label: 'Calls a minute', hint: 'Left empty: no limit.' },
  server_concurrent_calls: {
    group: 'One server',
    label: 'Calls at a time to one server',
    hint: 'Of all keys together.',
  },
  server_streams: { label: 'Open event streams to one server' },
  server_calls_per_minute: { label: 'Calls a minute to one server', hint: 'Left empty: no limit.' },
};
