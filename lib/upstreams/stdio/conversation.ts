import type { JsonScanner } from '../../json/scan';
import { logger } from '../../log/log';
import { clientCancelled, type Failure } from '../../record/failure';
import type { ServerOf } from '../kinds';
import type { Answer, UpstreamMessage } from '../port';
import {
  doesNotRead,
  endingFailure,
  idInUse,
  lineTooLong,
  notNeeded,
  readsTooSlowly,
  timedOut,
  tooDeep,
  type Ending,
} from './failures';
import { Guest } from './guest';
import { launchOf } from './launch';
import * as text from './message-text';
import type { ServerMessage } from './message-text';
import { PendingRequests, type Pending } from './pending';
import { PostAnswer } from './post-answer';
import { Questions } from './questions';
import { MAX_LINE_BYTES, ServerProcess, type ProcessListener } from './server-process';
import { statusOf } from './status';
import type { Watchdog } from './watchdog';

/** How long a server may take to answer a request that its agent has cancelled. Most never do. */
const CANCELLED_MS = 1_000;
/** Asks for the protocol's versions (2026-07-28). */
const PROBE = 'server/discover';
/** So many brackets a line must have at least to nest too deep. */
const DEEP_FROM_BYTES = 64;

export interface ConversationOptions {
  server: ServerOf<'stdio'>;
  /** what every command gets of the gateway's environment */
  inherited: Readonly<Record<string, string>>;
  watchdog: Watchdog;
  /** until the answer, or the next sign of life */
  timeoutMs: number;
  /** one session has the process for itself; otherwise several requests may bear one id, and are given others */
  exclusive: boolean;
  /** it has said something for the first time */
  spoke: () => void;
  /** called once, when the process has gone. @param failure what the calls in flight are told */
  ended: (failure: Failure) => void;
}

/**
 * JSON-RPC with one process. Agents' requests go to its standard input, one line each; each line of its standard
 * output goes to the request that it answers or belongs to, or else to an agent's stream.
 */
export class Conversation implements ProcessListener {
  readonly server: ServerOf<'stdio'>;
  readonly exclusive: boolean;
  readonly guests = new Set<Guest>();
  /** whether it has said anything that makes sense */
  hasSpoken = false;
  /** it ended when it was asked for its version, as servers do that know the legacy handshake only */
  diedOfProbe = false;
  private readonly process: ServerProcess;
  private readonly pending = new PendingRequests();
  private readonly questions = new Questions();
  private lastId = 0;
  /** what the calls in flight are told, where that is known better than by an exit code */
  private endedBecause: Failure | undefined;
  private isRetired = false;
  private hasComplained = false;

  constructor(private readonly options: ConversationOptions) {
    this.server = options.server;
    this.exclusive = options.exclusive;
    const { target, slug } = options.server;
    this.process = new ServerProcess(launchOf(target, options.inherited), slug, this, options.watchdog);
  }

  get startedMs(): number {
    return this.process.startedMs;
  }

  get isEnding(): boolean {
    return this.process.isEnding;
  }

  /** It has been asked to end, by whoever. */
  get wasEnded(): boolean {
    return this.endedBecause !== undefined;
  }

  get isBusy(): boolean {
    return this.pending.size > 0;
  }

  join(id: string | null, keyId: string): Guest {
    const guest = new Guest(id, keyId);
    this.guests.add(guest);
    return guest;
  }

  isWaiting(guest: Guest): boolean {
    return this.pending.of(guest).length > 0;
  }

  /**
   * Sends a request and lets its answer come.
   *
   * @param headers of the answer
   * @returns breaks it off
   */
  request(
    guest: Guest,
    message: UpstreamMessage,
    answer: Answer,
    headers: Record<string, string>,
  ): () => void {
    const body = message.body ?? Buffer.alloc(0);
    const places = text.placesOf(body);
    const pending = this.expect(guest, message, places.scalar(text.PROGRESS_TOKEN), answer, headers);
    const abort = () => this.abandon(pending);
    if (this.pending.withId(text.keyOf(pending.sentId))) {
      pending.answer.fail(idInUse());
      return abort;
    }
    const sent = this.exclusive ? body : inServersWords(body, places, pending);
    if (!this.process.write(text.oneLine(sent))) {
      pending.answer.fail(doesNotRead());
      return abort;
    }
    this.pending.add(pending);
    if (!message.openEnded) pending.timer = setTimeout(() => this.isLate(pending), this.options.timeoutMs);
    if (pending.carries) for (const kept of guest.takeKept()) pending.answer.event(kept);
    return abort;
  }

  /** A notification of an agent, or its answer to a question. @returns why it could not be sent, if so */
  tell(guest: Guest, { body, message }: UpstreamMessage): Failure | null {
    const said = body ?? Buffer.alloc(0);
    const sent =
      message?.kind === 'response'
        ? this.answeredBy(guest, said)
        : message?.method === 'notifications/cancelled'
          ? this.cancelledBy(guest, said)
          : said;
    return sent === null || this.process.write(text.oneLine(sent)) ? null : doesNotRead();
  }

  /** An agent's session is over; a process that it had for itself ends. */
  leave(guest: Guest, failure: Failure): void {
    for (const pending of this.pending.of(guest)) this.giveUp(pending, failure);
    guest.end();
    this.questions.forgetGuest(guest);
    this.guests.delete(guest);
    if (this.exclusive) void this.end(failure);
  }

  /** Takes nothing new any more, and ends when nothing is in flight. */
  retire(): void {
    this.isRetired = true;
    this.endIfDone();
  }

  /** Ends the process. Resolves when it has gone. @param failure what calls in flight are told */
  end(failure: Failure): Promise<void> {
    this.endedBecause ??= failure;
    for (const guest of this.guests) guest.end();
    return this.process.end();
  }

  line(bytes: Buffer): void {
    const message = text.readServerMessage(bytes);
    if (!message) return this.noMessage(bytes);
    if (!this.hasSpoken) {
      this.hasSpoken = true;
      this.options.spoke();
    }
    if (message.kind === 'answer') this.settle(message);
    else if (message.kind === 'request') this.ask(message);
    else this.pass(message);
  }

  tooLong(): void {
    void this.end(lineTooLong(MAX_LINE_BYTES));
  }

  ended(ending: Ending): void {
    const { command, cwd } = this.server.target;
    const failure = this.endedBecause ?? endingFailure(ending, command, cwd);
    const left = this.pending.all();
    const probes = left.filter(({ method }) => method === PROBE);
    this.diedOfProbe = probes.length > 0 && !this.hasSpoken && !this.wasEnded && ending.error === null;
    for (const pending of left) this.forget(pending);
    for (const guest of this.guests) guest.end();
    this.options.ended(failure);
    for (const { answer, idText } of this.diedOfProbe ? probes : []) {
      answer.finish(text.methodNotFound(idText), statusOf('-32601', true));
    }
    for (const { answer } of left) answer.fail(failure);
  }

  /** What is remembered of a request until it is answered. */
  private expect(
    guest: Guest,
    { message, openEnded, headers: sent }: UpstreamMessage,
    tokenText: string | null,
    answer: Answer,
    headers: Record<string, string>,
  ): Pending {
    const idText = message?.idText ?? 'null';
    const takesStream = sent.accept?.includes('text/event-stream') ?? false;
    // In one session ids are the agent's own; where several share a process, ours tell them apart.
    const own = String((this.lastId += 1));
    const pending: Pending = {
      guest,
      method: message?.method ?? '',
      idText,
      sentId: this.exclusive ? idText : own,
      tokenText,
      sentToken: this.exclusive || tokenText === null ? tokenText : own,
      isModern: guest.id === null && (message?.protocolVersion ?? null) !== null,
      carries: takesStream && message?.method !== 'initialize' && !openEnded,
      answer: new PostAnswer({
        answer,
        takesStream,
        headers,
        pressure: { full: () => this.agentIsSlow(pending), drained: () => this.agentReads(pending) },
        abort: () => this.abandon(pending),
      }),
      timer: undefined,
      questions: 0,
      isHolding: false,
    };
    return pending;
  }

  /** An answer goes to the request of its id. One that nobody waits for any more is dropped. */
  private settle(message: ServerMessage): void {
    const { places } = message;
    const id = places.scalar(text.ID) ?? 'null';
    // An error about a request that could not be read has no id.
    const pending = this.pending.withId(text.keyOf(id)) ?? (id === 'null' ? this.pending.only() : undefined);
    if (!pending) return this.process.wasUseless(message.text.length);
    this.forget(pending);
    const ownWords = this.exclusive && id !== 'null';
    const answer = ownWords ? message.text : text.withValue(message.text, places, text.ID, pending.idText);
    const status = statusOf(places.scalar('error\ncode'), pending.isModern);
    if (pending.method === 'initialize' && places.members.has('error') && this.exclusive) {
      // There is no session, so the answer names none.
      pending.answer.finish(answer, status, {});
      void this.end(notNeeded());
      return;
    }
    pending.answer.finish(answer, status);
    this.endIfDone();
  }

  /** A question of the server, to the agent that it must be meant for. */
  private ask(message: ServerMessage): void {
    const id = message.places.scalar(text.ID) ?? 'null';
    const { guest, pending } = this.addressee();
    if (!guest || guest.id === null || this.questions.isFull || !send(message.text, guest, pending)) {
      this.process.wasUseless(message.text.length);
      this.process.write(text.nobodyToAsk(id));
      return;
    }
    this.questions.asked(text.keyOf(id), guest, pending);
  }

  /** A notification of the server: to the request that it names, or to whom it must be meant for. */
  private pass(message: ServerMessage): void {
    const owner = text.belongsTo(message);
    if (owner) return this.passTo(owner, message);
    if (message.method === 'notifications/cancelled') return this.withdraw(message);
    if (concernsAll(message.method)) {
      for (const guest of this.guests) if (guest.id !== null) guest.send(message.text);
      return undefined;
    }
    const { guest, pending } = this.addressee();
    const isThere = guest !== undefined && (pending !== undefined || guest.id !== null);
    const isHeard = isThere && send(message.text, guest, pending);
    return isHeard ? undefined : this.process.wasUseless(message.text.length);
  }

  private passTo(owner: { path: string; key: string }, message: ServerMessage): void {
    const isProgress = message.method === 'notifications/progress';
    const pending = isProgress ? this.pending.withToken(owner.key) : this.pending.withId(owner.key);
    if (!pending?.answer.takesStream) return this.process.wasUseless(message.text.length);
    pending.timer?.refresh();
    const agents = isProgress ? pending.tokenText : pending.idText;
    pending.answer.event(
      this.exclusive || agents === null
        ? message.text
        : text.withValue(message.text, message.places, owner.path, agents),
    );
    return undefined;
  }

  /** The server takes a question back. */
  private withdraw(message: ServerMessage): void {
    const question = this.questions.take(text.keyOf(message.places.scalar(text.CANCELLED_ID) ?? 'null'));
    if (question) send(message.text, question.guest, question.pending);
    else this.process.wasUseless(message.text.length);
  }

  /** An agent's answer to a question; of somebody who was not asked it goes nowhere. */
  private answeredBy(guest: Guest, said: Buffer): Buffer | null {
    const key = text.keyOf(text.placesOf(said).scalar(text.ID) ?? 'null');
    if (!this.questions.wasPutTo(guest, key)) return null;
    this.questions.take(key)?.pending?.timer?.refresh();
    return said;
  }

  /**
   * What an agent cancels it can only have begun itself. Without a session ids say nothing: clients that share a key
   * count alike, and one would end the call of another. Such a client breaks its own request off.
   */
  private cancelledBy(guest: Guest, said: Buffer): Buffer | null {
    if (guest.id === null) return null;
    const places = text.placesOf(said);
    const id = text.keyOf(places.scalar(text.CANCELLED_ID) ?? 'null');
    const pending = this.pending.of(guest).find(({ idText }) => text.keyOf(idText) === id);
    if (!pending) return null;
    clearTimeout(pending.timer);
    pending.timer = setTimeout(() => {
      this.forget(pending);
      pending.answer.fail(clientCancelled());
      this.endIfDone();
    }, CANCELLED_MS);
    return text.withValue(said, places, text.CANCELLED_ID, pending.sentId);
  }

  /** The agent has gone: the server is told, so that it can stop working for nobody. */
  private abandon(pending: Pending): void {
    pending.answer.drop();
    if (!this.pending.has(pending)) return;
    this.forget(pending);
    // The handshake cannot be cancelled; without it there is no session.
    if (pending.method === 'initialize' && this.exclusive) void this.end(clientCancelled());
    else this.process.write(text.cancelledMessage(pending.sentId));
    this.endIfDone();
  }

  private isLate(pending: Pending): void {
    if (pending.questions > 0) {
      pending.timer?.refresh();
      return;
    }
    this.giveUp(pending, timedOut());
    // It never said anything: nobody will get more out of it.
    if (!this.hasSpoken) void this.end(timedOut());
    else this.endIfDone();
  }

  /** Tells both sides that the request will not be answered. */
  private giveUp(pending: Pending, failure: Failure): void {
    this.forget(pending);
    this.process.write(text.cancelledMessage(pending.sentId));
    pending.answer.fail(failure);
  }

  private forget(pending: Pending): void {
    this.pending.remove(pending);
    this.questions.forget(pending);
  }

  private endIfDone(): void {
    if (this.isRetired && !this.isBusy) void this.end(notNeeded());
  }

  /**
   * Whom a message is meant for that names nobody: the request that is running, or the agent's own stream. Agents of
   * several keys may share the process; then only they can be told apart who are named.
   */
  private addressee(): { guest: Guest | undefined; pending: Pending | undefined } {
    const [first, ...others] = this.guests;
    if (!first || others.some(({ keyId }) => keyId !== first.keyId)) {
      return { guest: undefined, pending: undefined };
    }
    const able = this.pending.all().filter(({ carries }) => carries);
    if (!this.exclusive) {
      const pending = this.pending.size === 1 ? able[0] : undefined;
      return { guest: pending?.guest, pending };
    }
    const pending = first.hasStream && able.length > 1 ? undefined : able.at(-1);
    return { guest: first, pending };
  }

  /** What stands on standard output beside messages is a fault of the server, and harmless. */
  private noMessage(line: Buffer): void {
    if (line.length === 0) return;
    this.process.wasUseless(line.length);
    const pending = this.pending.only();
    if (pending && line.length > DEEP_FROM_BYTES && text.placesOf(line).tooDeep) {
      this.forget(pending);
      pending.answer.fail(tooDeep());
      this.endIfDone();
    } else if (!this.hasComplained) {
      this.hasComplained = true;
      const where = { server: this.server.slug, pid: this.process.pid, bytes: line.length };
      logger().warn(where, 'a server writes to its standard output what is no MCP message; it is ignored');
    }
  }

  /** With a process of its own the agent holds back itself alone; with a shared one it loses its answer. */
  private agentIsSlow(pending: Pending): void {
    if (!this.exclusive) return this.giveUp(pending, readsTooSlowly());
    pending.isHolding = true;
    this.process.hold();
    return undefined;
  }

  private agentReads(pending: Pending): void {
    if (!pending.isHolding) return;
    pending.isHolding = false;
    this.process.release();
  }
}

/** News about the server, not about what one agent asked. */
const concernsAll = (method: string | null): boolean => method?.endsWith('/list_changed') ?? false;

/** The request with the id and token that the server is given. */
function inServersWords(body: Buffer, places: JsonScanner, { sentId, sentToken }: Pending): Buffer {
  const token = sentToken === null ? [] : [[text.PROGRESS_TOKEN, sentToken] as const];
  return text.withValues(body, places, [[text.ID, sentId], ...token]);
}

/** With the request where there is one, else on the agent's own stream. @returns whether there was room for it */
function send(message: Buffer, guest: Guest, pending: Pending | undefined): boolean {
  if (!pending) return guest.send(message);
  pending.answer.event(message);
  return true;
}
