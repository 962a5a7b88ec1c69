import { describe, expect, it } from 'vitest';
import { ListedTools } from './listed-tools';

async function learn(contentType: string, chunks: string[]): Promise<string[][]> {
  const found: string[][] = [];
  const tools = new ListedTools((names) => found.push(names));
  tools.start(contentType);
  for (const chunk of chunks) tools.data(Buffer.from(chunk));
  tools.end();
  await new Promise((resolve) => setImmediate(resolve));
  return found;
}

const LIST =
  '{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"search"},{"name":7},null,{"name":"größe"}]}}';

describe('listed tools', () => {
  it('are read from JSON that comes in pieces', async () => {
    expect(await learn('application/json', [LIST.slice(0, 50), LIST.slice(50)])).toEqual([
      ['search', 'größe'],
    ]);
  });

  it('are read from the event that has them', async () => {
    const progress = 'data: {"jsonrpc":"2.0","method":"notifications/progress"}\n\n';
    expect(await learn('text/event-stream', [progress, `event: message\ndata: ${LIST}`, '\n\n'])).toEqual([
      ['search', 'größe'],
    ]);
  });

  it.each([
    ['an error', '{"jsonrpc":"2.0","id":1,"error":{"code":1}}'],
    ['no JSON', '<h1>hello</h1>'],
    ['null', 'null'],
    ['nothing', ''],
    ['more than is read', `{"result":{"tools":[{"name":"${'x'.repeat(1_100_000)}"}]}}`],
  ])('are not read from %s', async (_what, text) => {
    expect(await learn('application/json', [text])).toEqual([]);
  });
});
