import { expect, it } from 'vitest';
import { openCall } from '../record/seal';
import { responseHeaders, type Ends } from './headers';

const ends = {
  call: openCall({ requestId: 'r', httpMethod: 'POST', clientAddress: null }),
} as unknown as Ends;

it('passes the length of an answer on, but not of an event stream, whose end an error may replace', () => {
  const length = { 'content-length': '7' };
  expect(responseHeaders(ends, length, 'application/json')).toEqual(length);
  expect(responseHeaders(ends, length, 'text/event-stream; charset=utf-8')).toEqual({
    'x-accel-buffering': 'no',
  });
});
