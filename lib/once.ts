/**
 * One value per process. Next compiles instrumentation, route handlers and pages as separate module
 * instances, so a module-level constant exists several times; what must exist once (registry, pool,
 * tracer, audit writer) lives on globalThis behind the two helpers here. Each keeps hold of what it found:
 * a call asks a dozen times, and globalThis answers slowly.
 */
const store = globalThis as unknown as Record<symbol, Held | undefined>;

interface Held {
  value: unknown;
}

const keyOf = (name: string) => Symbol.for(`sightline.${name}`);

/**
 * A function that makes a value on its first use in the process and returns the same one ever after.
 *
 * @param name unique in the product, by convention the file that owns the value
 */
export function once<T>(name: string, make: () => T): () => T {
  let held: Held | undefined;
  return () => (held ??= store[keyOf(name)] ??= { value: make() }).value as T;
}

/** A place for a value that boot provides and the rest of the process reads. */
export interface Slot<T> {
  /** Throws when boot has not provided the value. */
  get(): T;
  peek(): T | undefined;
  set(value: T): void;
  clear(): void;
}

export function slot<T>(name: string): Slot<T> {
  let near: Held | undefined;
  const held = () => (near ??= store[keyOf(name)] ??= { value: undefined });
  return {
    get() {
      const { value } = held();
      if (value === undefined) {
        throw new Error(`"${name}" is not there yet: boot() has not run in this process.`);
      }
      return value as T;
    },
    peek: () => held().value as T | undefined,
    set: (value) => void (held().value = value),
    clear: () => void (held().value = undefined),
  };
}
