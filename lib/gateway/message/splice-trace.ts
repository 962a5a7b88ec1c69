import { META, META_AT, type ReadMessage } from './read';

/**
 * Puts our trace context into params._meta (SEP-414) by cutting the text at its place: every other byte
 * goes on as it came, the caller's tracestate and baggage too. Only its traceparent is replaced: the gateway's span
 * stands between. A message without params is left alone; its context travels in the HTTP header.
 */
export function spliceTrace({ body, latin, message, places }: ReadMessage, traceparent: string): Buffer {
  if (message.kind !== 'request') return body;
  const params = places.members.get('params');
  const meta = places.members.get(META);
  const own = `"traceparent":"${traceparent}"`;
  if (meta) {
    if (body[meta.start] !== OPEN_BRACE) return body;
    const cuts: Cut[] = [];
    const theirs = places.members.get(META_AT.traceparent);
    if (theirs) cuts.push({ start: theirs.start, end: theirs.end, insert: `"${traceparent}"` });
    else cuts.push(insertMember(body, meta.start, own));
    return apply(latin, cuts);
  }
  if (!params || body[params.start] !== OPEN_BRACE) return body;
  return apply(latin, [insertMember(body, params.start, `"_meta":{${own}}`)]);
}

interface Cut {
  start: number;
  end: number;
  /** ASCII */
  insert: string;
}

const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** As the first member of the object that opens at `open`. */
function insertMember(body: Buffer, open: number, member: string): Cut {
  let next = open + 1;
  while (body[next] === 0x20 || body[next] === 0x0a || body[next] === 0x0d || body[next] === 0x09) next += 1;
  return { start: open + 1, end: open + 1, insert: body[next] === CLOSE_BRACE ? member : `${member},` };
}

function apply(latin: string, cuts: Cut[]): Buffer {
  let text = '';
  let copied = 0;
  for (const cut of cuts.sort((a, b) => a.start - b.start)) {
    text += latin.slice(copied, cut.start) + cut.insert;
    copied = cut.end;
  }
  return Buffer.from(text + latin.slice(copied), 'latin1');
}
