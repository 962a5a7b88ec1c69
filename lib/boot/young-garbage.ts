import v8 from 'node:v8';

/**
 * Tells V8 to allocate in the young generation whatever a place in the code allocated before.
 *
 * V8 watches which places allocate what lasts and soon allocates theirs in the old generation at once
 * (allocation-site pretenuring). It decides while a server starts, when everything lasts, and it is wrong
 * for a gateway: an old object, dead or not, keeps all it refers to until the next full collection, and
 * for calls that was nearly everything they had allocated. Young collections took 8 ms instead of 3, an
 * eighth of the process's CPU (docs/decisions/0005-the-price-of-a-call.md). The flag may be set at any
 * time; a Node without it says so on stderr and goes on.
 */
export function keepGarbageYoung(): void {
  v8.setFlagsFromString('--no-allocation-site-pretenuring');
}
