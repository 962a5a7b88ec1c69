import { z } from 'zod';
import { parseUrl } from '../../net/parse-url';
import { defineSection } from '../section';

const origin = z.string().refine((text) => parseUrl(text)?.origin === text && /^https?:/.test(text), {
  message: 'use an origin without a path, such as https://chat.example.com',
});
const inFlight = (usual: number) => z.number().int().min(1).max(100_000).default(usual);
const perMinute = z.number().int().min(1).max(10_000_000).nullable().default(null);

/** Who may reach the gateway from a browser, and how much one key and one server may be used at a time. */
export const security = defineSection({
  schema: z.object({
    /** web pages that may call the MCP endpoints, beside the gateway's own */
    allowed_origins: z.array(origin).max(100).default([]),
    key_concurrent_calls: inFlight(256),
    /** event streams that are open at once */
    key_streams: inFlight(128),
    /** null: as many as come */
    key_calls_per_minute: perMinute,
    server_concurrent_calls: inFlight(256),
    server_streams: inFlight(128),
    server_calls_per_minute: perMinute,
  }),
  secrets: [],
});
