/** What each client does at each server: results, progress, a tool's error, protocol errors, resources, prompts. */

/**
 * @typedef {object} Call
 * @property {'tool' | 'resource' | 'prompt'} kind
 * @property {string} name
 * @property {Record<string, unknown>} [arguments]
 * @property {true} [fails]  an error is the answer that is wanted
 */

/** @type {Record<'fixture' | 'everything', Call[]>} */
export const CALLS = {
  fixture: [
    { kind: 'tool', name: 'test_simple_text' },
    { kind: 'tool', name: 'test_multiple_content_types' },
    { kind: 'tool', name: 'test_tool_with_progress' },
    { kind: 'tool', name: 'test_error_handling' },
    { kind: 'tool', name: 'no_such_tool', fails: true },
    { kind: 'tool', name: 'test_header_parameter', arguments: { region: 'eu-wést 1' } },
    { kind: 'tool', name: 'test_header_parameter', arguments: { region: 7 } },
    { kind: 'resource', name: 'test://static-text' },
    { kind: 'resource', name: 'test://static-binary' },
    { kind: 'resource', name: 'test://template/7/data' },
    { kind: 'resource', name: 'test://nothing', fails: true },
    { kind: 'prompt', name: 'test_prompt_with_arguments', arguments: { arg1: 'hello', arg2: 'wörld' } },
    { kind: 'prompt', name: 'no_such_prompt', fails: true },
  ],
  everything: [
    { kind: 'tool', name: 'echo', arguments: { message: 'hello wörld' } },
    { kind: 'tool', name: 'get-sum', arguments: { a: 2, b: 40 } },
    { kind: 'tool', name: 'get-structured-content', arguments: { location: 'Chicago' } },
    { kind: 'tool', name: 'trigger-long-running-operation', arguments: { duration: 1, steps: 4 } },
    { kind: 'tool', name: 'echo', arguments: { message: 7 } },
    { kind: 'tool', name: 'no-such-tool' },
    { kind: 'resource', name: 'demo://resource/static/document/features.md' },
    { kind: 'resource', name: 'demo://nothing', fails: true },
    { kind: 'prompt', name: 'args-prompt', arguments: { city: 'Zürich' } },
  ],
};
