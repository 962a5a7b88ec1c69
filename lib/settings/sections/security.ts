import { z } from 'zod';
import { parseUrl } from '../../net/parse-url';
import { defineSection } from '../section';

const origin = z.string().refine((text) => parseUrl(text)?.origin === text && /^https?:/.test(text), {
  message: 'use an origin without a path, such as https://chat.example.com',
});
const inFlight = (usual: number) => z.number().int().min(1).max(100_000).default(usual);
const perMinute = z.number().int().min(1).max(10_000_000).nullable().default(null);

const MEBIBYTE = 1024 * 1024;
const DAY_IN_MINUTES = 24 * 60;

/**
 * Who may reach the gateway from a browser, and how much one key and one server may be used at a time. The defaults
 * are more than agents need; of a server no key gets all (lib/gateway/limits.ts).
 */
export const security = defineSection({
  schema: z.object({
    /** web pages that may call the MCP endpoints, beside the gateway's own */
    allowed_origins: z.array(origin).max(100).default([]),
    key_concurrent_calls: inFlight(256),
    /** event streams that are open at once */
    key_streams: inFlight(256),
    /** null: as many as come */
    key_calls_per_minute: perMinute,
    /** as many as there are connections to it (lib/upstreams/http/pools.ts) */
    server_concurrent_calls: inFlight(256),
    server_streams: inFlight(1_024),
    server_calls_per_minute: perMinute,
    /** minutes after which a call or stream is ended, however lively it is; null: never */
    longest_call: z
      .number()
      .int()
      .min(1)
      .max(365 * DAY_IN_MINUTES)
      .nullable()
      .default(DAY_IN_MINUTES),
    /** bytes of request bodies that the process holds at a time; one key gets half of it at most */
    request_bytes_in_flight: z
      .number()
      .int()
      .min(MEBIBYTE)
      .max(64 * 1024 * MEBIBYTE)
      .default(64 * MEBIBYTE),
  }),
  secrets: [],
});
