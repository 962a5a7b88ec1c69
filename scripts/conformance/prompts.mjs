/** Prompts that the scenarios of both eras get, and the completion of an argument. */
import { completable } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { PNG } from './samples.mjs';

const WORDS = ['paris', 'park', 'party'];

/** @param {import('@modelcontextprotocol/server').McpServer} server */
export function addPrompts(server) {
  const prompt = server.registerPrompt.bind(server);
  prompt('test_simple_prompt', { description: 'A prompt without arguments' }, () => ({
    messages: [said('This is a simple prompt for testing.')],
  }));
  prompt(
    'test_prompt_with_arguments',
    {
      description: 'A prompt with two arguments',
      argsSchema: z.object({
        arg1: completable(z.string().describe('First test argument'), (start) =>
          WORDS.filter((word) => word.startsWith(start)),
        ),
        arg2: z.string().describe('Second test argument'),
      }),
    },
    ({ arg1, arg2 }) => ({
      messages: [said(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)],
    }),
  );
  prompt(
    'test_prompt_with_embedded_resource',
    { description: 'A prompt with a resource', argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri }) => ({
      messages: [
        {
          role: 'user',
          content: {
            type: 'resource',
            resource: {
              uri: resourceUri,
              mimeType: 'text/plain',
              text: 'Embedded resource content for testing.',
            },
          },
        },
        said('Please process the embedded resource above.'),
      ],
    }),
  );
  prompt('test_prompt_with_image', { description: 'A prompt with an image' }, () => ({
    messages: [
      { role: 'user', content: { type: 'image', data: PNG, mimeType: 'image/png' } },
      said('Please analyze the image above.'),
    ],
  }));
}

/**
 * @param {string} text
 * @returns {{ role: 'user', content: { type: 'text', text: string } }}
 */
const said = (text) => ({ role: 'user', content: { type: 'text', text } });
