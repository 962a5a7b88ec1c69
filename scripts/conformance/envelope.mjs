/** What a request of 2026-07-28 says about its client. */
import { CLIENT_CAPABILITIES_META_KEY, LOG_LEVEL_META_KEY } from '@modelcontextprotocol/server';

/**
 * @param {import('@modelcontextprotocol/server').ServerContext} context
 * @returns {{ capabilities: import('@modelcontextprotocol/server').ClientCapabilities, logLevel: import('@modelcontextprotocol/server').LoggingLevel | undefined }}
 *   what the client declared, and from which level on it wants log messages
 */
export function envelopeOf(context) {
  const envelope = /** @type {Record<string, any>} */ (context.mcpReq.envelope ?? {});
  return {
    capabilities: envelope[CLIENT_CAPABILITIES_META_KEY] ?? {},
    logLevel: envelope[LOG_LEVEL_META_KEY],
  };
}
