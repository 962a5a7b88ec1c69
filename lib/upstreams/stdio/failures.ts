import { existsSync } from 'node:fs';
import { currentMasker } from '../../mask/current-masker';
import { Failure } from '../../record/failure';

/** How a process came to its end. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** why it could not be started at all */
  error: NodeJS.ErrnoException | null;
  /** the last lines of its standard error, masked */
  lastWords: string | null;
}

/** Why a call got no answer from a process that has ended, or that never began. */
export function endingFailure(ending: Ending, command: string, cwd: string | null): Failure {
  if (ending.error) return new Failure('upstream_unreachable', notStarted(ending.error, command, cwd));
  const how =
    ending.signal === null ? `with exit code ${ending.code ?? 'unknown'}` : `by the signal ${ending.signal}`;
  const words = ending.lastWords === null ? '' : ` The last it wrote to stderr: ${ending.lastWords}`;
  return new Failure('upstream_broken', `The server's process ended ${how} before it answered.${words}`);
}

function notStarted(error: NodeJS.ErrnoException, command: string, cwd: string | null): string {
  const program = JSON.stringify(masked(command));
  if (cwd !== null && !existsSync(cwd)) {
    return `The server cannot be started: there is no directory ${JSON.stringify(masked(cwd))}. Correct its "cwd".`;
  }
  if (error.code === 'ENOENT') {
    return `The server cannot be started: the command ${program} was not found. Check that it is installed on the gateway's machine and on its PATH, or give its full path.`;
  }
  if (error.code === 'EACCES') {
    return `The server cannot be started: the gateway may not execute ${program}. Check the file's permissions.`;
  }
  return `The server cannot be started: ${program} failed with ${error.code ?? 'an unknown error'}. Check its command and arguments.`;
}

const masked = (text: string): string => currentMasker().text(text, {});

/** It is left alone for a while after it failed to start. */
export function backingOff(wait: { ms: number; why: string }): Failure {
  const seconds = Math.max(1, Math.ceil(wait.ms / 1_000));
  return new Failure(
    'upstream_unreachable',
    `The server failed at its last start and is tried again in ${seconds} s. ${wait.why}`,
    { 'retry-after': String(seconds) },
  );
}

/** @param whose a sentence's subject: the server, this key, the gateway */
export const noRoom = (whose: string, limit: number): Failure =>
  new Failure(
    'upstream_unreachable',
    `${whose} has as many processes running as it may (${limit}), and all are in use. End sessions that are no longer needed, or try again later.`,
    { 'retry-after': '10' },
  );

export const unknownSession = (): Failure =>
  new Failure(
    'unknown_session',
    'The process of this session is not running any more. Start a new one with initialize.',
  );

export const timedOut = (): Failure =>
  new Failure('upstream_timeout', 'The upstream server did not answer in time.');

export const doesNotRead = (): Failure =>
  new Failure('upstream_broken', 'The server does not read what it is sent; too much waits for it already.');

export const lineTooLong = (maxBytes: number): Failure =>
  new Failure(
    'upstream_invalid_answer',
    `The server wrote a line of more than ${maxBytes} bytes and was ended.`,
  );

export const tooDeep = (): Failure =>
  new Failure('upstream_invalid_answer', 'The answer of the server nests deeper than 64 levels.');

export const readsTooSlowly = (): Failure =>
  new Failure('client_gone', 'The client read its event stream too slowly, and too much waited for it.');

export const idInUse = (): Failure =>
  new Failure('invalid_request', 'A request with this id is running in this session already.');

export const sessionEnded = (): Failure =>
  new Failure('client_gone', 'The client ended the session before the answer.');

/** Nobody waits for it: it was only there in case somebody did. */
export const notNeeded = (): Failure =>
  new Failure('upstream_broken', "The server's process was ended because nobody needed it.");
