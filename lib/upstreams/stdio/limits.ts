/** How many processes there may be, so that neither one server, nor one agent, nor all together take the machine. */
export interface Limits {
  inTotal: number;
  perServer: number;
  perKey: number;
  /** how long a process without a call or an open stream is kept */
  idleMs: number;
}

export const LIMITS: Limits = { inTotal: 64, perServer: 48, perKey: 32, idleMs: 10 * 60_000 };
