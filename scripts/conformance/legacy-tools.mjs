/** Tools whose scenarios exist in 2025-11-25 only: the server asks the client back while it answers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { text } from './samples.mjs';

const PAUSE_MS = 50;

/** The five ways in which a form can offer a choice. */
const CHOICES = {
  untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
  titledSingle: { type: 'string', oneOf: titled('value', 'Option') },
  legacyEnum: {
    type: 'string',
    enum: ['opt1', 'opt2', 'opt3'],
    enumNames: ['Option One', 'Option Two', 'Option Three'],
  },
  untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
  titledMulti: { type: 'array', items: { anyOf: titled('value', 'Choice') } },
};

const DEFAULTS = {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
};

/** @param {import('@modelcontextprotocol/server').McpServer} server */
export function addLegacyTools(server) {
  const tool = server.registerTool.bind(server);
  tool('test_tool_with_logging', { description: 'Logs three messages' }, async (context) => {
    for (const message of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await context.mcpReq.log('info', message);
      await sleep(PAUSE_MS);
    }
    return text('Logged three messages.');
  });
  tool(
    'test_sampling',
    { description: "Asks the client's model", inputSchema: z.object({ prompt: z.string() }) },
    async ({ prompt }, context) => {
      const answer = await context.mcpReq.requestSampling({
        messages: [{ role: 'user', content: { type: 'text', text: prompt } }],
        maxTokens: 100,
      });
      const said = 'text' in answer.content ? answer.content.text : JSON.stringify(answer.content);
      return text(`LLM response: ${said}`);
    },
  );
  tool(
    'test_elicitation',
    { description: 'Asks the user', inputSchema: z.object({ message: z.string() }) },
    async ({ message }, context) =>
      answered(
        'User response',
        await context.mcpReq.elicitInput({
          message,
          requestedSchema: {
            type: 'object',
            properties: {
              username: { type: 'string', description: "User's response" },
              email: { type: 'string', description: "User's email address" },
            },
            required: ['username', 'email'],
          },
        }),
      ),
  );
  addForm(server, 'test_elicitation_sep1034_defaults', DEFAULTS);
  addForm(server, 'test_elicitation_sep1330_enums', CHOICES);
  tool('test_reconnection', { description: 'Closes its stream before it answers' }, async (context) => {
    context.http?.closeSSE?.();
    await sleep(2 * PAUSE_MS);
    return text('Reconnection test completed successfully.');
  });
}

/**
 * A tool that shows the user one form.
 *
 * @param {import('@modelcontextprotocol/server').McpServer} server
 * @param {string} name
 * @param {Record<string, unknown>} properties
 */
function addForm(server, name, properties) {
  server.registerTool(name, { description: 'Shows a form' }, async (context) =>
    answered(
      'Elicitation completed',
      await context.mcpReq.elicitInput({
        message: 'Please fill in the form.',
        // The types of the SDK know each kind of field; a table of them is wider than any one.
        requestedSchema: /** @type {any} */ ({ type: 'object', properties, required: [] }),
      }),
    ),
  );
}

/**
 * @param {string} title
 * @param {import('@modelcontextprotocol/server').ElicitResult} result
 */
const answered = (title, { action, content }) =>
  text(`${title}: action=${action}, content=${JSON.stringify(content ?? {})}`);

/**
 * @param {string} value
 * @param {string} title
 */
function titled(value, title) {
  return ['First', 'Second', 'Third'].map((which, at) => ({
    const: `${value}${at + 1}`,
    title: `${which} ${title}`,
  }));
}
