import { expect, it } from 'vitest';
import { readServerForm } from './read-form';

function formOf(...pairs: [string, string][]): FormData {
  const form = new FormData();
  for (const [name, value] of pairs) form.append(name, value);
  return form;
}

it('an address that was not offered again is not named, so that the stored one stays', () => {
  expect(readServerForm(formOf(['kind', 'http'], ['name', 'X']))).toEqual({ slug: '', name: 'X' });
});

it('a command is its program, a line each argument, its variables and its directory', () => {
  const form = formOf(
    ['kind', 'stdio'],
    ['name', 'X'],
    ['slug', ' x '],
    ['command', ' npx '],
    ['args', '-y\r\n\n two words \n'],
    ['give-env', 'on'],
    ['env-name', 'TOKEN'],
    ['env-value', ' kept '],
    ['env-name', ''],
    ['env-value', ''],
    ['cwd', ''],
    ['shared', 'on'],
  );
  expect(readServerForm(form)).toEqual({
    slug: 'x',
    name: 'X',
    command: 'npx',
    args: ['-y', ' two words '],
    env: { TOKEN: ' kept ' },
    shared: true,
  });
});

it('a stored command that was not replaced keeps all but what is shown', () => {
  expect(readServerForm(formOf(['kind', 'stdio'], ['name', 'X']))).toEqual({
    slug: '',
    name: 'X',
    shared: false,
  });
});
