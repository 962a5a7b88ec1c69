/** Tools that the scenario server-stateless of 2026-07-28 calls. */
import { inputRequired, inputResponse } from '@modelcontextprotocol/server';
import { envelopeOf } from './envelope.mjs';
import { askModel, oneString, text } from './samples.mjs';

/**
 * @param {import('@modelcontextprotocol/server').McpServer} server
 * @param {import('@modelcontextprotocol/server').ServerNotifier} notify  reaches every open subscription
 */
export function addStatelessTools(server, notify) {
  const tool = server.registerTool.bind(server);
  // The SDK itself refuses a round that the client has not declared, which is what the scenario looks for.
  tool('test_missing_capability', { description: 'Needs a client that samples' }, (context) => {
    if (inputResponse(context.mcpReq.inputResponses, 'sample').kind === 'sampling') {
      return text('The client samples.');
    }
    return inputRequired({ inputRequests: { sample: askModel('Say anything.') } });
  });
  tool('test_streaming_elicitation', { description: 'Streams, and then asks the user' }, async (context) => {
    const progressToken = context.mcpReq._meta?.progressToken;
    if (progressToken !== undefined) {
      await context.mcpReq.notify({
        method: 'notifications/progress',
        params: { progressToken, progress: 1 },
      });
    }
    return inputRequired({
      inputRequests: {
        name: inputRequired.elicit({ message: 'What is your name?', requestedSchema: oneString('name') }),
      },
    });
  });
  tool('test_logging_tool', { description: 'Logs where the request asks for it' }, async (context) => {
    const { logLevel } = envelopeOf(context);
    if (logLevel !== undefined)
      await context.mcpReq.log(logLevel, 'A message at the level that was asked for');
    return text('Logged where it was asked for.');
  });
  tool('test_trigger_tool_change', { description: 'Says that the tools have changed' }, () => {
    notify.toolsChanged();
    return text('Tools changed.');
  });
  tool('test_trigger_prompt_change', { description: 'Says that the prompts have changed' }, () => {
    notify.promptsChanged();
    return text('Prompts changed.');
  });
}
