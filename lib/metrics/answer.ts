import { pipeline, Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { encodedBy, isEncodingPossible } from '../net/encoded-body';
import { CONTENT_TYPES } from './exposition';
import { noteScrape } from './last-scrape';
import { negotiate } from './negotiate';
import { renderMetrics } from './render';

/** The answer to one scrape, in the format and encoding that its headers ask for. */
export function answerScrape(headers: Headers): Response {
  const wanted = negotiate(headers.get('accept'), headers.get('accept-encoding'));
  const { format } = wanted;
  const gzip = wanted.gzip && isEncodingPossible(headers);
  noteScrape(headers.get('user-agent'));
  const text = Readable.from(renderMetrics(format));
  // Metrics are so alike that the cheapest compression makes a tenth of them. A scraper that leaves ends both.
  const body = gzip ? pipeline(text, createGzip({ level: constants.Z_BEST_SPEED }), () => undefined) : text;
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': CONTENT_TYPES[format],
      'cache-control': 'no-store',
      vary: 'Accept, Accept-Encoding',
      ...(gzip ? encodedBy('gzip') : {}),
    },
  });
}
