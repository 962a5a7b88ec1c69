import { shownUrl } from '../net/shown-url';
import { slot } from '../once';
import type { KeyScope } from './scopes';

/** Where a server answers, taken apart once: reading the parts of a URL costs microseconds on every call. */
export interface Address {
  origin: string;
  hostname: string;
  port: number;
  /** with the query */
  path: string;
  /** without what may be a credential: the query, and parts of the path that look like one */
  shown: string;
}

export function addressOf(text: string): Address {
  const { origin, hostname, port, protocol, pathname, search } = new URL(text);
  return {
    origin,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    path: pathname + search,
    shown: shownUrl(text),
  };
}

/** The program's name alone, for people: what stands around it may be private. */
export function programName(command: string): string {
  const [first = ''] = command.trim().split(/\s/, 1);
  // A path on Windows may hold blanks.
  const file = /^[A-Za-z]:\\/.test(command) ? command : first;
  return file.split(/[\\/]/).at(-1) ?? file;
}

/** A server that answers over HTTP. */
export interface HttpTarget {
  kind: 'http';
  address: Address;
  /** sent upstream with every request; lower-case names */
  headers: Readonly<Record<string, string>>;
}

/** A server that is started as a command and speaks over its standard input and output. */
export interface StdioTarget {
  kind: 'stdio';
  command: string;
  args: readonly string[];
  /** added to the little that every command gets */
  env: Readonly<Record<string, string>>;
  cwd: string | null;
  /** whether one process may serve all agents; otherwise each session has its own */
  shared: boolean;
}

/** How a server is reached, one kind for each folder of lib/upstreams; credentials opened. */
export type Target = HttpTarget | StdioTarget;

/** An upstream server as the gateway needs it. */
export interface DirectoryServer {
  id: string;
  slug: string;
  /** null: known, but not served */
  target: Target | null;
  /** whether the operator put it into MCP_CONFIG, so that it may be on a private address */
  trusted: boolean;
  /** why it is not served, in a sentence for the agent */
  notServedBecause: string | null;
}

/** A server that can be called. */
export type ServedServer = DirectoryServer & { target: Target };

export interface DirectoryKey {
  id: string;
  name: string;
  scopes: readonly KeyScope[];
  /** the servers it may call, or all */
  servers: ReadonlySet<string> | 'all';
}

/** A key that is good no more, as far as a record has to name it. */
export interface NamedKey {
  id: string;
  name: string;
}

/** All keys, by the SHA-256 of their text in hexadecimal. */
export interface DirectoryKeys {
  valid: ReadonlyMap<string, DirectoryKey>;
  /** those revoked last */
  revoked: ReadonlyMap<string, NamedKey>;
}

/**
 * Servers and keys in memory, so that a call needs no database read to be let in. Filled by
 * lib/directory/watch.ts, which keeps it true; bounded by what admins created.
 */
export interface Directory {
  findServer(slug: string): DirectoryServer | undefined;
  /** @param hash SHA-256 of the presented key, in hexadecimal: no secret is compared byte by byte */
  findKey(hash: string): DirectoryKey | undefined;
  /** Whose a key was that lets nobody in any more. */
  findRevokedKey(hash: string): NamedKey | undefined;
  servers(): Iterable<DirectoryServer>;
}

const current = slot<Directory>('directory');

export const publishDirectory = (value: Directory): void => current.set(value);

/** Throws before boot. */
export const directory = (): Directory => current.get();

const reload = slot<() => Promise<void>>('directory/reload');

/** Set by the watch. */
export const publishReload = (value: () => Promise<void>): void => reload.set(value);

/**
 * Waits until this process knows what a verb has just changed; other replicas hear of it by notification,
 * milliseconds later. Resolves also when the reload failed: the watch tries again by itself.
 */
export const directoryChanged = async (): Promise<void> => {
  await reload.peek()?.();
};
