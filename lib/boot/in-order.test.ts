import { expect, it } from 'vitest';
import { inOrder } from './in-order';

it('a step of a stop that fails keeps none after it from being run', async () => {
  const done: string[] = [];
  await inOrder([
    ['calls', () => Promise.reject(new Error('no gateway'))],
    [
      'rows',
      async () => {
        await new Promise(setImmediate);
        done.push('rows');
      },
    ],
    [
      'spans',
      () => {
        throw new Error('no exporter');
      },
    ],
    ['database', () => done.push('database')],
  ]);
  expect(done).toEqual(['rows', 'database']);
});
