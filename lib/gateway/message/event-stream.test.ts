import { describe, expect, it } from 'vitest';
import { SseSplitter } from './event-stream';

/** The data of each event, in pieces of the given length. */
function split(text: string, pieceLength: number) {
  const splitter = new SseSplitter();
  const bytes = Buffer.from(text);
  const events: string[] = [];
  const ends: number[] = [];
  const messages: boolean[] = [];
  let data = '';
  for (let at = 0; at < bytes.length; at += pieceLength) {
    const piece = bytes.subarray(at, at + pieceLength);
    splitter.write(piece, {
      data: (part) => (data += Buffer.from(part).toString('latin1')),
      eventEnd(end, isMessage) {
        events.push(data.trim());
        ends.push(at + end);
        messages.push(isMessage);
        data = '';
      },
    });
  }
  return { events, ends, messages, resumable: splitter.resumable };
}

describe('SseSplitter', () => {
  it.each([1, 2, 5, 1000])('finds events and their ends in pieces of %d bytes', (length) => {
    const text = 'event: message\ndata: {"a":1}\n\n: ping\n\ndata:{"b":\r\ndata: 2}\r\n\r\nid: 7\n\n';
    const { events, ends, resumable } = split(text, length);
    expect(events).toEqual(['{"a":1}', '', '{"b":\n 2}', '']);
    expect(ends.map((end) => /[\r\n]$/.test(text.slice(0, end)))).toEqual([true, true, true, true]);
    expect(ends.at(-1)).toBe(text.length);
    expect(resumable).toBe(true);
  });

  it('takes no half line for an event', () => {
    expect(split('data: {"a":1}\n', 3).events).toEqual([]);
    expect(split('data: x\r\n', 1).events).toEqual([]);
  });

  it.each([1, 2, 3, 7, 1000])('ends lines with CR, LF and CRLF, mixed, in pieces of %d bytes', (length) => {
    const text = ': x\rdata: a\r\r\n\ndata: b\r\n\rdata: c\n\r\ndata: d\r\r';
    expect(split(text, length).events).toEqual(['a', '', 'b', 'c', 'd']);
  });

  it.each([1, 2, 4, 1000])('passes over a byte order mark, in pieces of %d bytes', (length) => {
    expect(split('\uFEFFdata: a\n\n', length).events).toEqual(['a']);
    expect(split('\uFEFF\ndata: a\n\n', length).events).toEqual(['', 'a']);
    expect(split('x: y\n\uFEFFdata: a\n\n', length).events).toEqual(['']);
  });

  it.each([1, 3, 1000])('tells messages from events of another type, in pieces of %d bytes', (length) => {
    const text =
      'data: a\n\nevent: message\ndata: a\n\ndata: a\nevent:nope\n\nevent\ndata: a\n\nevent: x\nevent: message\n\n' +
      'event: messages\n\nevent:  message\n\n';
    expect(split(text, length).messages).toEqual([true, true, false, true, true, false, false]);
  });

  it('stops where its listener says, and goes on from there', () => {
    const splitter = new SseSplitter();
    const text = Buffer.from('data: a\r\n\r\ndata: b\n\n');
    const seen: string[] = [];
    const listener = { data: (part: Buffer) => void seen.push(part.toString()), eventEnd: () => true };
    const read = splitter.write(text, listener);
    expect([read, seen]).toEqual([11, [' a']]);
    splitter.write(text.subarray(read), listener);
    expect(seen).toEqual([' a', ' b']);
  });

  it('takes time in proportion to the length of a hostile stream', () => {
    let ends = 0;
    const listener = { data: () => undefined, eventEnd: () => void (ends += 1) };
    new SseSplitter().write(Buffer.from(`${'\r'.repeat(500_000)}${'\n\r'.repeat(300_000)}`), listener);
    expect(ends).toBeGreaterThan(700_000);
  });
});
