let address = '/logs';

/** Remembers the list that was last shown in this tab, so that leaving a call leads back to its filters. */
export function rememberList(search: string): void {
  address = search === '' ? '/logs' : `/logs?${search}`;
}

/** The list to go back to. */
export function lastList(): string {
  return address;
}
