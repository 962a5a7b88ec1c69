/** The contents that the fixture's tools, prompts and resources answer with. */
import { inputRequired } from '@modelcontextprotocol/server';

/** One red pixel. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

/** No sound at all: a header and no samples. */
export const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=';

/**
 * @param {string} text
 * @returns {{ content: [{ type: 'text', text: string }] }} a tool's result
 */
export const text = (text) => ({ content: [{ type: 'text', text }] });

/**
 * A form of one required string.
 *
 * @param {string} name
 * @returns {{ type: 'object', properties: Record<string, { type: 'string' }>, required: string[] }}
 */
export const oneString = (name) => ({
  type: 'object',
  properties: { [name]: { type: 'string' } },
  required: [name],
});

/**
 * A question for the client's model, as one round of a tool (2026-07-28).
 *
 * @param {string} question
 */
export const askModel = (question, maxTokens = 100) =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: question } }],
    maxTokens,
  });
