import { once } from '../once';

/** How many requests and streams are open towards each server; the registry reads it at a scrape. */
export const openConnections = once('observe/open-connections', () => new Map<string, number>());

/** @param change 1 for one that opens, -1 for one that ends */
export function countConnection(server: string, change: 1 | -1): void {
  const open = openConnections();
  open.set(server, (open.get(server) ?? 0) + change);
}
