import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

/** Random bytes are drawn 256 ids at a time: asking the system for each call costs more than the id. */
const pool = Buffer.alloc(16 * 256);
let used = pool.length;

function randomSixteen(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}

/** The id of a call: a UUIDv7 (RFC 9562) whose first 48 bits are the milliseconds of its arrival. */
export const callId = (arrivedAt: number): string => uuidv7({ msecs: arrivedAt, random: randomSixteen() });
