/** Tools that the scenarios of both eras call. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fromJsonSchema } from '@modelcontextprotocol/server';
import { PNG, text, WAV } from './samples.mjs';

const EMBEDDED = {
  uri: 'test://embedded-resource',
  mimeType: 'text/plain',
  text: 'This is an embedded resource content.',
};

/** The members of JSON Schema 2020-12 that a hop must not lose. */
const SCHEMA_2020_12 = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema; nothing awaits this object
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

/** Its one argument is repeated in the header Mcp-Param-Region. */
const HEADER_SCHEMA = {
  type: 'object',
  properties: { region: { type: 'string', 'x-mcp-header': 'Region' } },
  required: ['region'],
};

/** @param {import('@modelcontextprotocol/server').McpServer} server */
export function addTools(server) {
  const tool = server.registerTool.bind(server);
  tool('test_simple_text', { description: 'Answers with a text' }, () =>
    text('This is a simple text response for testing.'),
  );
  tool('test_image_content', { description: 'Answers with an image' }, () => ({
    content: [{ type: 'image', data: PNG, mimeType: 'image/png' }],
  }));
  tool('test_audio_content', { description: 'Answers with a sound' }, () => ({
    content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }],
  }));
  tool('test_embedded_resource', { description: 'Answers with a resource' }, () => ({
    content: [{ type: 'resource', resource: EMBEDDED }],
  }));
  tool('test_multiple_content_types', { description: 'Answers with three kinds of content' }, () => ({
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      { type: 'image', data: PNG, mimeType: 'image/png' },
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: '{"test":"data"}',
        },
      },
    ],
  }));
  tool('test_error_handling', { description: 'Always fails' }, () => ({
    ...text('This tool intentionally returns an error for testing'),
    isError: true,
  }));
  tool('test_tool_with_progress', { description: 'Reports progress three times' }, async (context) => {
    const progressToken = context.mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined) {
        await context.mcpReq.notify({
          method: 'notifications/progress',
          params: { progressToken, progress, total: 100 },
        });
      }
      await sleep(50);
    }
    return text('Progress reported.');
  });
  tool(
    'json_schema_2020_12_tool',
    { description: 'Tool with JSON Schema 2020-12 features', inputSchema: fromJsonSchema(SCHEMA_2020_12) },
    () => text('The arguments are valid.'),
  );
  tool(
    'test_header_parameter',
    {
      description: 'Its argument is repeated in a header',
      inputSchema: fromJsonSchema(HEADER_SCHEMA),
    },
    (args) => text(`Arguments: ${JSON.stringify(args)}`),
  );
}
