import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { whenOver } from './when-over';

it('tells once of each request: answered, waiting when the client leaves, or queued behind another', async () => {
  const over: string[] = [];
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    seen.push(url);
    request.resume();
    whenOver(request, response, () => over.push(`${url} ${response.writableFinished ? 'answered' : 'left'}`));
    if (url === '/answered') response.end('yes');
    if (url === '/queued-and-ended') response.end('nobody gets it');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const get = (url: string) => `GET ${url} HTTP/1.1\r\nhost: x\r\n\r\n`;
  socket.write(get('/answered'));
  await once(socket, 'data');
  socket.write(get('/waiting') + get('/queued') + get('/queued-and-ended'));
  await expect.poll(() => seen).toHaveLength(4);
  expect(over).toEqual(['/answered answered']);
  socket.destroy();
  await expect
    .poll(() => over.toSorted())
    .toEqual(['/answered answered', '/queued left', '/queued-and-ended left', '/waiting left']);
  await sleep(50);
  expect(over).toHaveLength(4);
  server.close();
});
