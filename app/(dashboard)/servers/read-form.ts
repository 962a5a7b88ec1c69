/** What the server form sends, as the schemas take it. Checks nothing: that is theirs. */
export function readServerForm(form: FormData): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? '');
  const reach = form.get('kind') === 'stdio' ? readCommand(form) : readAddress(form);
  return { slug: text('slug').trim(), name: text('name'), ...reach };
}

/** What was not offered for entering again is left out, so that the stored one stays. */
function readAddress(form: FormData): Record<string, unknown> {
  return {
    ...(form.has('url') ? { url: String(form.get('url')).trim() } : {}),
    ...(form.has('give-headers') ? { headers: readRows(form, 'headers') } : {}),
  };
}

function readCommand(form: FormData): Record<string, unknown> {
  const shared = { shared: form.has('shared') };
  if (!form.has('command')) return shared;
  const cwd = String(form.get('cwd') ?? '').trim();
  return {
    ...shared,
    command: String(form.get('command')).trim(),
    args: readLines(String(form.get('args') ?? '')),
    env: readRows(form, 'env'),
    ...(cwd === '' ? {} : { cwd }),
  };
}

/** One argument a line; blanks at its ends are part of it, empty lines are not arguments. */
const readLines = (text: string): string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '');

/** Rows without a name and a value are rows that nobody filled in. */
function readRows(form: FormData, field: string): Record<string, string> {
  const names = form.getAll(`${field}-name`).map(String);
  const values = form.getAll(`${field}-value`).map(String);
  const rows = names.map((name, index): [string, string] => [name.trim(), values[index] ?? '']);
  return Object.fromEntries(rows.filter(([name, value]) => name !== '' || value !== ''));
}
