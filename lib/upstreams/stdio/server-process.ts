import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { logger } from '../../log/log';
import type { Ending } from './failures';
import { Lines } from './lines';
import type { Launch } from './launch';
import { StandardError } from './standard-error';
import { Throttle } from './throttle';
import type { Watchdog } from './watchdog';

/** One message of a server; longer than any that is of use. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** What may wait for a server that does not read. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
/** How much of what is of no use (no message, or one for nobody) is read in a second. */
const USELESS_BYTES_PER_SECOND = 1024 * 1024;
/** The steps of an end: standard input closed, then SIGTERM, then SIGKILL (MCP, stdio, shutdown). */
const AFTER_END_OF_INPUT_MS = 1_000;
const AFTER_SIGTERM_MS = 1_000;
/** A grandchild in a group of its own may hold the pipes open for ever. */
const PIPES_CLOSE_MS = 1_000;

export interface ProcessListener {
  line(bytes: Buffer): void;
  /** it wrote a line longer than MAX_LINE_BYTES */
  tooLong(): void;
  /** called once: it has gone, and everything that it wrote has been read */
  ended(ending: Ending): void;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** One running command: bytes in and lines out, both bounded, and an end that leaves nothing behind. */
export class ServerProcess {
  readonly startedMs = performance.now();
  private child: Child | undefined;
  private errors: StandardError | undefined;
  private useless: Throttle | undefined;
  private ending: Promise<void> | undefined;
  /** how many answers wait for their agents to read */
  private holds = 0;
  private readonly whenGone: Promise<void>;

  /** Starts it. That it cannot be started is told like any other end, after this has returned. */
  constructor(
    launch: Launch,
    private readonly server: string,
    private readonly listener: ProcessListener,
    private readonly watchdog: Watchdog,
  ) {
    this.whenGone = new Promise((resolve) => this.start(launch, resolve));
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** @returns false when too much waits already, and this was not taken */
  write(message: Buffer): boolean {
    const input = this.child?.stdin;
    if (!input || !input.writable) return true; // its end is on its way and tells the callers
    if (input.writableLength > 0 && input.writableLength + message.length > MAX_UNREAD_BYTES) return false;
    input.write(message);
    input.write('\n');
    return true;
  }

  /** An agent reads too slowly for what is written to it. Each needs its release(). */
  hold(): void {
    this.holds += 1;
    this.child?.stdout.pause();
  }

  release(): void {
    this.holds -= 1;
    if (this.holds === 0 && !this.useless?.waits) this.child?.stdout.resume();
  }

  /** What was read is of no use: a process that writes much of it is slowed down. */
  wasUseless(bytes: number): void {
    this.useless?.spend(bytes);
  }

  /** Ends it and everything that it has started. Resolves when it has gone. */
  end(): Promise<void> {
    return (this.ending ??= this.endStepByStep());
  }

  get isEnding(): boolean {
    return this.ending !== undefined;
  }

  private start(launch: Launch, gone: () => void): void {
    const over = (ending: Omit<Ending, 'lastWords'>) => {
      gone();
      this.listener.ended({ ...ending, lastWords: this.errors?.lastWords() ?? null });
    };
    const notStarted = (error: Error) => over({ code: null, signal: null, error });
    let child: Child;
    try {
      child = spawn(launch.file, launch.args, {
        env: launch.env as NodeJS.ProcessEnv,
        ...(launch.cwd === undefined ? {} : { cwd: launch.cwd }),
        // A group of its own, so that it can be ended with all that it starts.
        detached: true,
        shell: false,
        windowsHide: true,
        stdio: ['pipe', 'pipe', 'pipe'],
      });
    } catch (error) {
      // For example a NUL in an argument. The caller has to know this object first.
      setImmediate(() => notStarted(error instanceof Error ? error : new Error(String(error))));
      return;
    }
    this.child = child;
    if (child.pid !== undefined) this.watchdog.watch(child.pid);
    this.listen(child);
    child.once('error', (error) => {
      if (child.pid === undefined) notStarted(error);
    });
    child.once('exit', () => {
      // Whatever it has started has lost its parent, and may hold the pipes.
      this.signal('SIGKILL');
      if (child.pid !== undefined) this.watchdog.forget(child.pid);
      this.readOn();
      const timer = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, PIPES_CLOSE_MS);
      timer.unref();
    });
    child.once('close', (code, signal) => {
      if (child.pid === undefined) return;
      logger().info({ server: this.server, pid: child.pid, code, signal }, 'server process ended');
      over({ code, signal, error: null });
    });
    if (child.pid !== undefined)
      logger().info({ server: this.server, pid: child.pid }, 'server process started');
  }

  private listen({ stdin, stdout, stderr, pid }: Child): void {
    const lines = new Lines(MAX_LINE_BYTES, {
      line: (bytes) => this.listener.line(bytes),
      tooLong: () => this.listener.tooLong(),
    });
    this.useless = new Throttle(stdout, USELESS_BYTES_PER_SECOND, () => this.holds > 0);
    stdout.on('data', (chunk: Buffer) => lines.write(chunk));
    stdout.on('error', () => undefined);
    // It may close its input, or end, while a message is on its way: its end tells the callers.
    stdin.on('error', () => undefined);
    this.errors = new StandardError(stderr, { server: this.server, pid });
  }

  private async endStepByStep(): Promise<void> {
    const { child } = this;
    if (!child || child.pid === undefined) return this.whenGone;
    this.readOn();
    child.stdin.end();
    if (await this.goneWithin(AFTER_END_OF_INPUT_MS)) return undefined;
    this.signal('SIGTERM');
    if (await this.goneWithin(AFTER_SIGTERM_MS)) return undefined;
    this.signal('SIGKILL');
    return this.whenGone;
  }

  /** Nothing holds its pipes any more, so that their end is seen. */
  private readOn(): void {
    this.useless?.stop();
    this.errors?.release();
    this.child?.stdout.resume();
    this.child?.stderr.resume();
  }

  private async goneWithin(ms: number): Promise<boolean> {
    const timer = new AbortController();
    const late = sleep(ms, false, { signal: timer.signal }).catch(() => false);
    const gone = await Promise.race([this.whenGone.then(() => true), late]);
    timer.abort();
    return gone;
  }

  /** To the whole group; Windows knows neither groups nor signals, and ends the tree of processes. */
  private signal(signal: NodeJS.Signals): void {
    const { child } = this;
    if (!child || child.pid === undefined) return;
    try {
      if (process.platform === 'win32') endTree(child.pid);
      else process.kill(-child.pid, signal);
    } catch {
      // Nobody of it is left.
    }
  }
}

function endTree(pid: number): void {
  const options = { stdio: 'ignore', windowsHide: true } as const;
  spawn('taskkill', ['/pid', String(pid), '/T', '/F'], options).on('error', () => undefined);
}
