import { once } from '../once';

/** Ten tries per account in ten minutes; at most this many accounts are remembered. */
const TRIES = 10;
const WINDOW_MS = 600_000;
const ACCOUNTS = 10_000;

/** Slows the guessing of passwords. Per process; the count of an account starts anew after the window. */
export interface LoginThrottle {
  /** Counts a try and says whether it may be checked at all. */
  allows(email: string): boolean;
  /** After a success. */
  forget(email: string): void;
}

export function createLoginThrottle(now: () => number = Date.now): LoginThrottle {
  const accounts = new Map<string, { tries: number; since: number }>();
  return {
    allows(email) {
      const name = email.trim().toLowerCase();
      const entry = accounts.get(name);
      const current = entry && now() - entry.since < WINDOW_MS ? entry : { tries: 0, since: now() };
      current.tries += 1;
      accounts.delete(name);
      accounts.set(name, current);
      for (const oldest of accounts.keys()) {
        if (accounts.size <= ACCOUNTS) break;
        accounts.delete(oldest);
      }
      return current.tries <= TRIES;
    },
    forget: (email) => void accounts.delete(email.trim().toLowerCase()),
  };
}

export const loginThrottle: () => LoginThrottle = once('auth/login-throttle', () => createLoginThrottle());
