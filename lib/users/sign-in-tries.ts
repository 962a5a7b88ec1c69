import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { connections } from '../database/connections';
import { AppError } from '../errors';
import { addressBlock } from '../net/address-block';
import { once } from '../once';

/** Wrong tries from one address, and for how many seconds they are remembered. */
const TRIES = 10;
const WINDOW_S = 300;

const limiter = once(
  'users/sign-in-tries',
  () =>
    new RateLimiterPostgres({
      storeClient: connections().direct,
      storeType: 'pool',
      tableName: 'sign_in_tries',
      tableCreated: true,
      keyPrefix: 'sign-in',
      points: TRIES,
      duration: WINDOW_S,
      // Whoever goes on after the first refusal is refused from memory.
      inMemoryBlockOnConsumed: TRIES + 1,
    }),
);

/**
 * Whose tries are counted together. Not an account's: a stranger could lock its owner out. Where the address is not
 * known (the route lane) there is nothing else to go by.
 */
function sender(address: string | null, email: string): string {
  return addressBlock(address) ?? `account ${email.trim().toLowerCase().slice(0, 200)}`;
}

/** A try that is refused before its password is looked at. */
export class TooManyTries extends AppError {
  /**
   * @param retryAfterS seconds
   * @param isFirst whether it is the first one of its window: the others say nothing new
   */
  constructor(
    readonly retryAfterS: number,
    readonly isFirst: boolean,
  ) {
    super('too_many_requests', `Too many tries to sign in. Try again in ${retryAfterS} s.`);
  }
}

/**
 * Counts a try before its password is looked at, so that tries at the same moment are all counted. Shared by all
 * replicas. Throws TooManyTries.
 */
export async function countTry(address: string | null, email: string): Promise<void> {
  try {
    await limiter().consume(sender(address, email));
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason;
    const seconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1_000));
    throw new TooManyTries(seconds, reason.consumedPoints === TRIES + 1);
  }
}

/** The try was no wrong one: it does not count. */
export async function forgetTry(address: string | null, email: string): Promise<void> {
  await limiter().reward(sender(address, email));
}
