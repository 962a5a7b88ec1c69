import { describe, expect, it } from 'vitest';
import { SseSplitter } from './event-stream';

/** The data of each event, in pieces of the given length. */
function split(text: string, pieceLength: number): { events: string[]; ends: number[]; resumable: boolean } {
  const splitter = new SseSplitter();
  const bytes = Buffer.from(text);
  const events: string[] = [];
  const ends: number[] = [];
  let data = '';
  for (let at = 0; at < bytes.length; at += pieceLength) {
    const piece = bytes.subarray(at, at + pieceLength);
    splitter.write(piece, {
      data: (part) => (data += Buffer.from(part).toString('latin1')),
      eventEnd(end) {
        events.push(data.trim());
        ends.push(at + end);
        data = '';
      },
    });
  }
  return { events, ends, resumable: splitter.resumable };
}

describe('SseSplitter', () => {
  it.each([1, 2, 5, 1000])('finds events and their ends in pieces of %d bytes', (length) => {
    const text = 'event: message\ndata: {"a":1}\n\n: ping\n\ndata:{"b":\r\ndata: 2}\r\n\r\nid: 7\n\n';
    const { events, ends, resumable } = split(text, length);
    expect(events).toEqual(['{"a":1}', '', '{"b":\r 2}', '']);
    expect(ends.map((end) => text.slice(0, end).endsWith('\n'))).toEqual([true, true, true, true]);
    expect(ends.at(-1)).toBe(text.length);
    expect(resumable).toBe(true);
  });

  it('takes no half line for an event', () => {
    expect(split('data: {"a":1}\n', 3).events).toEqual([]);
    expect(split('data: x\n\r', 1).events).toEqual([]);
  });
});
