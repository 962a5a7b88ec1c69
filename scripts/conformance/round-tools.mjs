/** Tools and the prompt that need several rounds (2026-07-28): each asks the client for input first. */
import { acceptedContent, inputRequired, inputResponse } from '@modelcontextprotocol/server';
import { envelopeOf } from './envelope.mjs';
import { askModel, oneString, text } from './samples.mjs';

/** @typedef {import('@modelcontextprotocol/server').ServerContext} Context */
/** @typedef {import('@modelcontextprotocol/server').RequestStateCodec} States */

const askName = () =>
  inputRequired.elicit({ message: 'What is your name?', requestedSchema: oneString('name') });
const askConfirmation = () =>
  inputRequired.elicit({
    message: 'Please confirm',
    requestedSchema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
  });

/**
 * @param {Context} context
 * @param {string} key  of the elicitation
 * @param {string} field  of its form
 * @returns {string | undefined} what the user entered, if it is a text
 */
function entered(context, key, field) {
  const value = acceptedContent(context.mcpReq.inputResponses, key)?.[field];
  return typeof value === 'string' ? value : undefined;
}

/** @param {Context} context @param {string} key */
function sampled(context, key) {
  const view = inputResponse(context.mcpReq.inputResponses, key);
  return view.kind === 'sampling' ? JSON.stringify(view.result.content) : undefined;
}

/** @param {Context} context @param {string} key */
function rootsOf(context, key) {
  const view = inputResponse(context.mcpReq.inputResponses, key);
  return view.kind === 'roots' ? view.roots.map(({ uri }) => uri).join(', ') : undefined;
}

/**
 * @param {import('@modelcontextprotocol/server').McpServer} server
 * @param {States} states  seals what a tool has to remember between two rounds
 */
export function addRoundTools(server, states) {
  /**
   * @param {string} name  behind the prefix that all of them share
   * @param {(context: Context) => ReturnType<typeof inputRequired> | ReturnType<typeof text> | Promise<ReturnType<typeof inputRequired> | ReturnType<typeof text>>} rounds
   */
  const tool = (name, rounds) =>
    server.registerTool(`test_input_required_result_${name}`, { description: 'Needs input' }, rounds);

  tool('elicitation', (context) => {
    const name = entered(context, 'user_name', 'name');
    if (name === undefined) return inputRequired({ inputRequests: { user_name: askName() } });
    return text(`Hello, ${name}!`);
  });
  tool('sampling', (context) => {
    const answer = sampled(context, 'capital_question');
    if (answer !== undefined) return text(`The model says: ${answer}`);
    return inputRequired({ inputRequests: { capital_question: askModel('What is the capital of France?') } });
  });
  tool('list_roots', (context) => {
    const roots = rootsOf(context, 'client_roots');
    if (roots !== undefined) return text(`Roots: ${roots}`);
    return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
  });
  for (const name of ['request_state', 'tampered_state']) {
    tool(name, async (context) => {
      const state = context.mcpReq.requestState();
      if (state === name && inputResponse(context.mcpReq.inputResponses, 'confirm').kind === 'elicit') {
        return text('Confirmed: state-ok');
      }
      return inputRequired({
        inputRequests: { confirm: askConfirmation() },
        requestState: await states.mint(name),
      });
    });
  }
  tool('multiple_inputs', async (context) => {
    const said = [
      entered(context, 'user_name', 'name'),
      sampled(context, 'greeting'),
      rootsOf(context, 'client_roots'),
    ];
    if (said.every((part) => part !== undefined)) return text(`All inputs: ${said.join('; ')}`);
    return inputRequired({
      inputRequests: {
        user_name: askName(),
        greeting: askModel('Generate a greeting', 50),
        client_roots: inputRequired.listRoots(),
      },
      requestState: await states.mint('multiple_inputs'),
    });
  });
  tool('multi_round', async (context) => {
    const state = context.mcpReq.requestState();
    const color = entered(context, 'step2', 'color');
    if (isSecondRound(state) && color !== undefined) return text(`${state.name} likes ${color}.`);
    const name = entered(context, 'step1', 'name');
    if (name !== undefined) {
      const message = 'Step 2: What is your favorite color?';
      return inputRequired({
        inputRequests: { step2: inputRequired.elicit({ message, requestedSchema: oneString('color') }) },
        requestState: await states.mint({ name }),
      });
    }
    const message = 'Step 1: What is your name?';
    return inputRequired({
      inputRequests: { step1: inputRequired.elicit({ message, requestedSchema: oneString('name') }) },
      requestState: await states.mint('round 1'),
    });
  });
  tool('capabilities', (context) => {
    const { capabilities: declared } = envelopeOf(context);
    if (Object.keys(context.mcpReq.inputResponses ?? {}).length > 0) return text('Thank you.');
    return inputRequired({
      inputRequests: {
        ...(declared.elicitation && { user_name: askName() }),
        ...(declared.sampling && { greeting: askModel('Generate a greeting') }),
        ...(declared.roots && { client_roots: inputRequired.listRoots() }),
      },
    });
  });
  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'A prompt that needs input' },
    (context) => {
      const said = entered(context, 'user_context', 'context');
      if (said !== undefined) {
        return { messages: [{ role: 'user', content: { type: 'text', text: `Use this context: ${said}` } }] };
      }
      const message = 'What context should the prompt use?';
      return inputRequired({
        inputRequests: {
          user_context: inputRequired.elicit({ message, requestedSchema: oneString('context') }),
        },
      });
    },
  );
}

/** @param {unknown} state @returns {state is { name: string }} */
const isSecondRound = (state) => typeof state === 'object' && state !== null && 'name' in state;
