import { slot } from '../once';

/** What waits to be written to the audit log. */
export interface AuditState {
  rows: number;
  /** how long the oldest of them has been waiting, in milliseconds; 0 when there is none */
  oldestMs: number;
}

const reading = slot<() => AuditState>('metrics/audit-state');

/** Set by boot: how the audit writer is asked. */
export const publishAuditState = (read: () => AuditState): void => reading.set(read);

/** What waits now; nothing before boot. */
export const auditState = (): AuditState => reading.peek()?.() ?? { rows: 0, oldestMs: 0 };
