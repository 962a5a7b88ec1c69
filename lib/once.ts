/**
 * One value per process. Next compiles instrumentation, route handlers and pages as separate module
 * instances, so a module-level constant exists several times; what must exist once (registry, pool,
 * tracer, audit writer) lives on globalThis behind the two helpers here.
 */
const store = globalThis as unknown as Record<symbol, { value: unknown } | undefined>;

/**
 * Makes a value on the first use in the process and returns the same one ever after.
 *
 * @param name unique in the product, by convention the file that owns the value
 */
export function once<T>(name: string, make: () => T): T {
  let held = near.get(name);
  if (!held) {
    held = store[Symbol.for(`sightline.${name}`)] ??= { value: make() };
    near.set(name, held);
  }
  return held.value as T;
}

/** The same values again, where this module instance finds them without asking for a symbol by its name. */
const near = new Map<string, { value: unknown }>();

/** A place for a value that boot provides and the rest of the process reads. */
export interface Slot<T> {
  /** Throws when boot has not provided the value. */
  get(): T;
  peek(): T | undefined;
  set(value: T): void;
  clear(): void;
}

export function slot<T>(name: string): Slot<T> {
  const key = Symbol.for(`sightline.${name}`);
  return {
    get() {
      const held = store[key];
      if (!held) throw new Error(`"${name}" is not there yet: boot() has not run in this process.`);
      return held.value as T;
    },
    peek: () => store[key]?.value as T | undefined,
    set: (value) => void (store[key] = { value }),
    clear: () => void delete store[key],
  };
}
