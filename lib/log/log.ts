import { isSpanContextValid, trace } from '@opentelemetry/api';
import { pino } from 'pino';
import { env } from '../env';
import { isoTime } from '../iso-time';
import { once } from '../once';
import { currentMasker } from '../mask/current-masker';

/** What may wait for a slow reader of stdout; beyond it lines are dropped and counted. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;
const FLUSH_MS = 100;

interface Logging {
  logger: pino.Logger;
  /** a finished line, with its line feed */
  write: (line: string) => void;
  dropped: () => number;
  flush: () => void;
}

function createLogging(): Logging {
  let dropped = 0;
  // Lines are collected and written a few times a second: a write per line costs more than the line.
  const destination = pino.destination({
    dest: 1,
    sync: false,
    minLength: 8 * 1024,
    maxLength: MAX_BUFFERED_BYTES,
    periodicFlush: FLUSH_MS,
  });
  destination.on('drop', () => (dropped += 1));
  destination.on('error', () => undefined);
  return {
    logger: pino(
      {
        level: env().LOG_LEVEL,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        messageKey: 'msg',
        mixin: activeTrace,
        formatters: { level: (label) => ({ level: label }), log: maskTexts },
        serializers: { err: maskError },
      },
      destination,
    ),
    write: (line) => void destination.write(line),
    dropped: () => dropped,
    flush: () => {
      try {
        destination.flushSync();
      } catch {
        // stdout is gone or not open yet: there is nobody to read the lines.
      }
    },
  };
}

/** The ids of the trace that the line is written in, so that every line of a request can be found by it. */
function activeTrace(): object {
  const context = trace.getActiveSpan()?.spanContext();
  return context && isSpanContextValid(context) ? { trace_id: context.traceId, span_id: context.spanId } : {};
}

/** Error messages quote what failed; whatever they quote is masked. Records are masked at their seal. */
function maskTexts(line: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(line).map(([name, value]) => [
      name,
      typeof value === 'string' ? currentMasker().text(value, {}) : value,
    ]),
  );
}

function maskError(error: unknown): object {
  if (!(error instanceof Error)) return { message: currentMasker().text(String(error), {}) };
  return {
    type: error.name,
    message: currentMasker().text(error.message, {}),
    stack: currentMasker().text(error.stack ?? '', {}),
  };
}

const logging = once('observe/log', createLogging);

/** The process's logger: one JSON object a line on stdout. */
export const logger = (): pino.Logger => logging().logger;

/**
 * One line of a record: for the log sink and the HTTP line, which bring their ids and are masked already.
 * The line is what pino would write, at half its price: there is one for every call.
 *
 * @param at milliseconds since 1970 when it happened, which may be a little before it is written
 */
export function writeRecordLine(
  level: 'info' | 'error',
  at: number,
  fields: object,
  message: 'mcp call' | 'http request',
): void {
  const { logger: own, write } = logging();
  if (!own.isLevelEnabled(level)) return;
  const members = JSON.stringify(fields).slice(1, -1);
  write(`{"level":"${level}","time":"${isoTime(Math.round(at))}",${members},"msg":"${message}"}\n`);
}

/** Lines that a blocked stdout has cost so far. */
export const droppedLogLines = (): number => logging().dropped();

/** Writes out what is collected; part of a graceful stop. */
export const flushLog = (): void => logging().flush();
