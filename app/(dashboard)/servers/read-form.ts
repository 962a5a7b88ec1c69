/** What the server dialog sends, as the schemas take it. Checks nothing: that is theirs. */
export function readServerForm(form: FormData): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? '');
  const headers = form.has('give-headers') ? { headers: readHeaders(form) } : {};
  return { slug: text('slug').trim(), name: text('name'), url: text('url').trim(), ...headers };
}

/** Rows without a name and a value are rows that nobody filled in. */
function readHeaders(form: FormData): Record<string, string> {
  const names = form.getAll('header-name').map(String);
  const values = form.getAll('header-value').map(String);
  const rows = names.map((name, index): [string, string] => [name.trim(), values[index] ?? '']);
  return Object.fromEntries(rows.filter(([name, value]) => name !== '' || value !== ''));
}
