/** Our own rule for oxlint: imports by the allow-list of folders.mjs, types included. */
import path from 'node:path';
import { FOLDERS } from './folders.mjs';

/**
 * The line of the list that a file falls under: its own, or its nearest listed folder's. `lib` itself stands for the
 * files that lie directly in it, so that a new folder in it needs a line of its own.
 *
 * @param {string} file relative to the root, with "/"
 * @returns {string | undefined}
 */
export function roomOf(file) {
  if (file in FOLDERS) return file;
  for (let folder = path.posix.dirname(file); folder !== '.'; folder = path.posix.dirname(folder)) {
    if (folder === 'lib') return path.posix.dirname(file) === 'lib' ? 'lib' : undefined;
    if (folder in FOLDERS) return folder;
  }
  return undefined;
}

/**
 * Why `file` may not import `source`, as a sentence, or undefined when it may.
 *
 * @param {string} file relative to the root
 * @param {string} source as it stands in the import
 * @returns {string | undefined}
 */
export function breachOf(file, source) {
  const room = roomOf(file);
  if (room === undefined) return `${file} is in no folder of scripts/lint/folders.mjs.`;
  const { imports, packages } = FOLDERS[room] ?? { imports: [], packages: [] };
  const target = targetOf(file, source);
  if (target === null) {
    const name = source.startsWith('node:') ? 'node' : packageOf(source);
    if (packages.some((allowed) => matchesPackage(allowed, name, source))) return undefined;
    return `${room} may not import the package ${name}.`;
  }
  const bare = target.replace(/\.(?:tsx?|mjs)$/, '');
  const into = roomOf(`${bare}.ts`);
  if (into === room || imports.includes(bare) || (into !== undefined && imports.includes(into)))
    return undefined;
  return `${room} may not import ${bare}.`;
}

/** Whether a room's packages name a function that names packages by itself. @param {string} file @param {string} name */
const mayUse = (file, name) => FOLDERS[roomOf(file) ?? '']?.packages.includes(name) ?? false;

/** The file of ours that an import names, relative to the root, or null for a package. */
function targetOf(/** @type {string} */ file, /** @type {string} */ source) {
  if (source.startsWith('@/')) return path.posix.normalize(source.slice(2));
  if (source.startsWith('.')) return path.posix.join(path.posix.dirname(file), source);
  return null;
}

/** The text of a literal, also of a template without places. @returns {string | undefined} */
function textOf(/** @type {any} */ node) {
  if (typeof node?.value === 'string') return node.value;
  if (node?.type !== 'TemplateLiteral' || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}

/** @param {string} source */
const packageOf = (source) =>
  source
    .split('/')
    .slice(0, source.startsWith('@') ? 2 : 1)
    .join('/');

/** @param {string} allowed @param {string} name @param {string} source */
const matchesPackage = (allowed, name, source) =>
  allowed === name || allowed === source || (allowed.endsWith('/*') && name.startsWith(allowed.slice(0, -1)));

const allowedImports = {
  create(/** @type {any} */ context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/');
    const report = (/** @type {any} */ node, /** @type {string} */ breach) =>
      context.report({ node, message: `${breach} See scripts/lint/folders.mjs.` });
    const judge = (/** @type {any} */ node, /** @type {any} */ named) => {
      const source = textOf(named);
      if (source === undefined) return report(node, 'What is imported must stand there as a text.');
      if (/\.test(?:\.tsx?)?$/.test(source)) return report(node, 'Product code imports no test.');
      const breach = breachOf(file, source);
      return breach === undefined ? undefined : report(node, breach);
    };
    const check = (/** @type {any} */ node) => {
      const named = node.source ?? node.argument?.literal ?? node.argument;
      if (named) judge(node, named);
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
      TSExternalModuleReference: (/** @type {any} */ node) => judge(node, node.expression),
      CallExpression(/** @type {any} */ node) {
        const { callee } = node;
        if (callee.type === 'Identifier' && callee.name === 'require') judge(node, node.arguments[0]);
        const name = callee.property?.name ?? callee.name;
        const names = name === 'createRequire' || name === 'getBuiltinModule';
        if (names && !mayUse(file, name)) report(node, `${name} goes past the rule.`);
      },
    };
  },
};

export default { meta: { name: 'sightline' }, rules: { 'allowed-imports': allowedImports } };
