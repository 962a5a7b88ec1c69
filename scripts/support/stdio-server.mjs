/**
 * An MCP server over stdio for tests that does what it is told, well-behaved or not. The name of the tool says what;
 * the first argument says how the process behaves: "plain", "silent" (answers nothing), "stubborn" (ends for nobody),
 * "flood" (fills its stderr for ever), "deaf" (reads nothing), "broken" (ends at once), "touchy" (ends when
 * it is asked for its versions).
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const [mode = 'plain'] = process.argv.slice(2);

/** @param {unknown} message */
const send = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

if (mode === 'broken') {
  process.stderr.write('\u001B[31mcannot find the file settings.toml\u001B[0m\n');
  process.exit(7);
}
if (mode === 'stubborn') {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
  // A child of its own, in its group, that is as stubborn.
  const program = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
  process.stderr.write(`child ${child.pid}\n`);
  setInterval(() => {}, 1_000);
}
if (mode === 'flood') {
  const noise = `${'noise '.repeat(100)}\n`.repeat(100);
  const flood = () => {
    while (process.stderr.write(noise));
    process.stderr.once('drain', flood);
  };
  flood();
}
if (mode === 'deaf') setInterval(() => {}, 1_000);
else listen();

function listen() {
  const lines = createInterface({ input: process.stdin, terminal: false });
  lines.on('line', (line) => {
    if (mode !== 'silent') answer(JSON.parse(line), line);
  });
}

/** Questions to the client that wait. @type {Map<string, (result: unknown) => void>} */
const questions = new Map();
/** Ids of requests that were cancelled. @type {unknown[]} */
const cancelled = [];
let lastQuestion = 0;

/**
 * @param {any} message
 * @param {string} line
 */
function answer(message, line) {
  if (message.method === undefined) {
    questions.get(message.id)?.(message.result ?? message.error);
    return;
  }
  if (message.method === 'notifications/cancelled') cancelled.push(message.params.requestId);
  if (message.id === undefined) return;
  // Since 2026-07-28 requests name their version, and results say whether they are complete.
  const isModern = message.params?._meta?.['io.modelcontextprotocol/protocolVersion'] !== undefined;
  const reply = (/** @type {object} */ result) =>
    send({
      jsonrpc: '2.0',
      id: message.id,
      result: isModern ? { resultType: 'complete', ...result } : result,
    });
  const say = (/** @type {string} */ text) => reply({ content: [{ type: 'text', text }] });
  switch (message.method) {
    case 'initialize':
      reply({
        protocolVersion: message.params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'stdio-server', version: '1.0.0' },
      });
      return;
    case 'server/discover':
      if (mode === 'touchy') process.exit(1);
      reply({
        supportedVersions: ['2026-07-28'],
        capabilities: { tools: {} },
        serverInfo: { name: 'stdio-server', version: '1.0.0' },
      });
      return;
    case 'tools/call':
      callTool(message, line, say);
      return;
    default:
      send({ jsonrpc: '2.0', id: message.id, error: { code: -32601, message: 'Method not found' } });
  }
}

/**
 * @param {any} message
 * @param {string} line
 * @param {(text: string) => void} say
 */
function callTool({ id, params }, line, say) {
  const { name, arguments: args = {}, _meta = {} } = params;
  switch (name) {
    case 'echo':
      return say(JSON.stringify(args));
    case 'line':
      return say(line);
    case 'pid':
      return say(String(process.pid));
    case 'env':
      return say(JSON.stringify({ env: process.env, cwd: process.cwd(), argv: process.argv.slice(2) }));
    case 'cancelled':
      return say(JSON.stringify(cancelled));
    case 'exact':
      // Unknown members, a 20-digit integer, odd order and spacing: what a parser would change.
      return void process.stdout.write(
        `{ "zeta":1,"result":{"content":[{"type":"hologram","data":"\\u00e9\\/"}],"big":12345678901234567890,` +
          `"float":1.0e+02},"jsonrpc":"2.0"  ,"id":${JSON.stringify(id)} }\r\n`,
      );
    case 'slow':
      return void setTimeout(() => say(String(args.text ?? 'late')), args.ms ?? 300);
    case 'never':
      return undefined;
    case 'progress':
      for (const progress of [1, 2, 3]) {
        send({
          jsonrpc: '2.0',
          method: 'notifications/progress',
          params: {
            progressToken: _meta.progressToken,
            progress,
            total: 3,
            message: 'm'.repeat(args.bytes ?? 1),
          },
        });
      }
      return void setTimeout(() => say('done'), args.ms ?? 50);
    case 'ask':
      return ask('sampling/createMessage', args, (result) => say(JSON.stringify(result)));
    case 'announce':
      send({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
      return say('announced');
    case 'crash':
      process.stderr.write(`giving up with token=${process.env.SECRET_TOKEN ?? 'none'}\n`);
      process.stderr.write('last words\n');
      return void setTimeout(() => process.exit(3), 20);
    case 'garbage':
      process.stdout.write('Listening on stdio!\n{"looks": "like json"}\n[1,2]\n\n');
      return say('after garbage');
    case 'deep':
      return void process.stdout.write(
        `{"jsonrpc":"2.0","result":${'['.repeat(100)}${']'.repeat(100)},"id":${JSON.stringify(id)}}\n`,
      );
    case 'endless': {
      const piece = 'x'.repeat(1024 * 1024);
      for (let i = 0; i < 18; i += 1) process.stdout.write(piece);
      return undefined;
    }
    case 'big':
      return say('y'.repeat(args.bytes ?? 1_000_000));
    default:
      return void send({ jsonrpc: '2.0', id, error: { code: -32602, message: `no tool ${name}` } });
  }
}

/**
 * @param {string} method
 * @param {unknown} params
 * @param {(result: unknown) => void} then
 */
function ask(method, params, then) {
  const id = `question-${(lastQuestion += 1)}`;
  questions.set(id, then);
  send({ jsonrpc: '2.0', id, method, params });
}
