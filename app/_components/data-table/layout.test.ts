import { describe, expect, it } from 'vitest';
import { AS_IT_COMES, parseLayout } from './layout';

describe('a kept layout of a table', () => {
  it('is read as it was written', () => {
    const layout = { shown: { key: false }, sizes: { time: 120 }, sorting: [{ id: 'name', desc: true }] };
    expect(parseLayout(JSON.stringify(layout))).toEqual(layout);
  });

  it.each([null, '', 'no JSON', 'null', '7', '[]', '{"shown":7,"sizes":null,"sorting":{}}'])(
    'is as the table comes where %j is kept',
    (text) => expect(parseLayout(text)).toEqual(AS_IT_COMES),
  );

  it('loses what does not fit and keeps the rest', () => {
    const kept = {
      shown: { a: 'yes', b: true },
      sizes: { a: -1, b: 1e9, c: 80 },
      sorting: [{ id: 1 }, null],
    };
    expect(parseLayout(JSON.stringify(kept))).toEqual({ shown: { b: true }, sizes: { c: 80 }, sorting: [] });
  });
});
