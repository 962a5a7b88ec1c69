/** Checks what no linter can: guards, the path of one call, documents that name files, versions. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathOfACall } from './scripts/docs/path-of-a-call.mjs';
import { ROUTES } from './lib/metrics/routes';

const ROOT = import.meta.dirname;
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** All files below a folder, by ending; generated ones left out. */
function files(folder: string, ending: RegExp): string[] {
  return readdirSync(path.join(ROOT, folder)).flatMap((name) => {
    const file = `${folder}/${name}`;
    if (file === 'lib/generated') return [];
    if (statSync(path.join(ROOT, file)).isDirectory()) return files(file, ending);
    return ending.test(name) ? [file] : [];
  });
}

describe('guards', () => {
  /** Routes that guard themselves in another way, with the reason. */
  const EXEMPT: Record<string, string> = {
    'app/api/auth/[...nextauth]/route.ts': 'is the sign-in itself',
    'app/api/v1/health/route.ts': 'is open, and says ok or unavailable only',
    'app/api/v1/metrics/route.ts': 'requireMetricsAccess',
    'app/mcp/route.ts': 'the gateway authenticates, inside the record',
    'app/mcp/[...path]/route.ts': 'the gateway authenticates, inside the record',
    'app/.well-known/[...path]/route.ts': 'says only that there is nothing',
    'app/register/route.ts': 'says only that there is nothing',
  };

  it('stand in every route file', () => {
    for (const file of files('app', /^route\.tsx?$/)) {
      if (file in EXEMPT) continue;
      const handlers =
        read(file).match(/export (?:const|async function|function) (?:GET|POST|PUT|PATCH|DELETE)/g) ?? [];
      const guarded = read(file).match(/= route(?:<[^>]*>)?\(\s*'(?:read|audit|admin)'/g) ?? [];
      expect(handlers.length, file).toBeGreaterThan(0);
      expect(guarded.length, `${file}: a handler without route('read' | 'audit' | 'admin', …)`).toBe(
        handlers.length,
      );
    }
    for (const file of Object.keys(EXEMPT)) expect(existsSync(path.join(ROOT, file)), file).toBe(true);
  });

  it('stand in every page of the dashboard', () => {
    // Not in its layout, which does not run again on every navigation.
    for (const file of files('app/(dashboard)', /^page\.tsx$/)) {
      expect(read(file), `${file} does not call requireUser()`).toMatch(/await requireUser\(/);
    }
  });

  it('stand in every server action', () => {
    for (const file of files('app', /\.tsx?$/)) {
      const source = read(file);
      if (!/^['"]use server['"]/.test(source)) continue;
      const actions = source.match(/export async function \w+/g) ?? [];
      // The set-up page is for people without an account; its token is the guard.
      const guards = source.match(/await requireUser\(|completeSetUp\(/g) ?? [];
      expect(guards.length, `${file}: an action without its guard`).toBeGreaterThanOrEqual(actions.length);
    }
  });

  it('are not in a Next proxy or middleware, which has been bypassed too often', () => {
    for (const name of ['middleware.ts', 'proxy.ts', 'app/middleware.ts', 'app/proxy.ts']) {
      expect(existsSync(path.join(ROOT, name))).toBe(false);
    }
  });
});

describe('boundaries', () => {
  it('keep the browser from lib, but for types and pure schemas', () => {
    const pure = /^@\/lib\/(?:[\w/-]+\/)?(?:query|schema|outcomes)$/;
    for (const file of files('app', /\.tsx?$/)) {
      const source = read(file);
      if (!/^['"]use client['"]/.test(source)) continue;
      for (const [statement, from] of source.matchAll(/import\s+(?!type\b)[^;]*?from '([^']+)'/g)) {
        if (from?.startsWith('@/lib')) expect(from, `${file}: ${statement}`).toMatch(pure);
      }
    }
  });

  it('let only lib/mask call a text masked', () => {
    for (const file of files('lib', /\.ts$/)) {
      if (file.startsWith('lib/mask/') || file.endsWith('.test.ts')) continue;
      expect(read(file), file).not.toMatch(/\bas Masked\b/);
    }
  });

  it('are not switched off: what is, names another rule', () => {
    for (const file of [...files('lib', /\.\w+$/), ...files('app', /\.\w+$/)]) {
      for (const [comment, rules = ''] of read(file).matchAll(
        /(?:ox|es)lint-disable(?:-next-line|-line)?([^\n*]*)/g,
      )) {
        expect(rules.trim(), `${file}: ${comment}`).not.toBe('');
        expect(rules, `${file}: ${comment}`).not.toContain('allowed-imports');
      }
    }
  });

  it('have no barrels and no folders for things without a home', () => {
    expect(files('lib', /^index\.tsx?$/)).toEqual([]);
    for (const name of ['utils', 'helpers', 'hooks', 'types', 'constants', 'components']) {
      expect(existsSync(path.join(ROOT, name)) || existsSync(path.join(ROOT, 'lib', name)), name).toBe(false);
    }
  });

  it('keep markup out of strings', () => {
    for (const file of files('app', /\.tsx$/))
      expect(read(file), file).not.toContain('dangerouslySetInnerHTML');
  });
});

describe('routes', () => {
  it('stand in the list of endpoint labels, and nothing else does', () => {
    const patterns = [...files('app', /^(?:page|route)\.tsx?$/)].map((file) => {
      const parts = file
        .split('/')
        .slice(1, -1)
        .filter((part) => !/^\(.*\)$/.test(part));
      return `/${parts
        .map((part) => part.replace(/^\[\.\.\..*\]$/, '*').replace(/^\[.*\]$/, ':'))
        .join('/')}`;
    });
    const listed = ROUTES.filter((route) => !/^\/(?:_next|icon)/.test(route)).map((route) =>
      // The gateway serves all below /mcp; the label tells a server from the rest.
      route === '/mcp/:server' ? '/mcp/*' : route.replaceAll(/([:*])\w+/g, '$1'),
    );
    expect(new Set(listed)).toEqual(new Set(patterns));
  });
});

describe('documents', () => {
  const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...files('docs', /\.md$/)];

  it('name files that exist', () => {
    for (const document of DOCUMENTS) {
      for (const [, name] of read(document).matchAll(
        /`((?:app|lib|prisma|scripts|docs|e2e|tests|bench)\/[\w./()[\]-]*\w[\w\])]*\/?)`/g,
      )) {
        expect(existsSync(path.join(ROOT, name ?? '')), `${document} names ${name}`).toBe(true);
      }
    }
  });

  it('show every file that a call runs through, with its lines', () => {
    const table = /<!-- path of one call -->([\s\S]*?)<!-- end -->/.exec(read('ARCHITECTURE.md'))?.[1] ?? '';
    const shown = new Map(
      [...table.matchAll(/`([\w/.-]+\.(?:ts|mjs))` (\d+)/g)].map(([, file = '', lines]) => [
        file,
        Number(lines),
      ]),
    );
    const real = pathOfACall();
    expect(new Set(shown.keys())).toEqual(new Set(real.map(({ file }) => file)));
    const sum = (lines: number[]) => lines.reduce((total, one) => total + one, 0);
    const [said, is] = [sum([...shown.values()]), sum(real.map(({ lines }) => lines))];
    // A few lines more or less need no new document; `node scripts/docs/path-of-a-call.mjs` prints the figures.
    expect(Math.abs(said - is) / is).toBeLessThan(0.1);
  });
});

describe('package.json', () => {
  const manifest = JSON.parse(read('package.json')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  /** "@scope/name" or "name" of what an import says; nothing for a file beside. */
  const packageOf = (from: string) => /^(@[^/]+\/[^/]+|[^./@][^/]*)/.exec(from)?.[1];
  const ROOT_FILES = ['server.mjs', 'instrumentation.ts', 'next.config.mjs', 'prisma.config.ts'];

  /** The packages that files of these endings name in an import, a require() or an import(). */
  function imported(names: string[]): [file: string, name: string][] {
    return names.flatMap((file) =>
      [...read(file).matchAll(/(?:^import|^[^'\n]*\bfrom|\bimport\(|\brequire\()\s*'([^'\n]+)'/gm)].flatMap(
        ([, from = '']) => {
          const name = isBuiltin(from) || from.startsWith('@/') ? undefined : packageOf(from);
          return name === undefined ? [] : [[file, name] as [string, string]];
        },
      ),
    );
  }

  it('names each package that the product imports, and not as one for development', () => {
    const product = [...files('app', /\.tsx?$/), ...files('lib', /\.ts$/), ...ROOT_FILES].filter(
      (file) => !file.endsWith('.test.ts'),
    );
    const found = imported(product);
    expect(found.length).toBeGreaterThan(100);
    for (const [file, name] of found) expect(Object.keys(manifest.dependencies), file).toContain(name);
  });

  it('names each package that tests and scripts import', () => {
    const known = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const others = ['tests', 'e2e', 'scripts', 'bench'].flatMap((folder) => files(folder, /\.(ts|mjs)$/));
    const beside = [...files('app', /\.test\.ts$/), ...files('lib', /\.test\.ts$/)];
    for (const [file, name] of imported([...others, ...beside])) expect(known, file).toContain(name);
  });

  it('pins each version', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe('package-lock.json', () => {
  const lock = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { version?: string; resolved?: string }>;
  };
  const versions = (name: string) =>
    Object.entries(lock.packages)
      .filter(([place]) => place === `node_modules/${name}` || place.endsWith(`/node_modules/${name}`))
      .map(([, entry]) => entry.version ?? '0');
  const atLeast = (version: string, floor: string) => {
    const [a, b] = [version, floor].map((text) => text.split(/[.-]/).map(Number));
    for (let i = 0; i < 3; i += 1) if ((a?.[i] ?? 0) !== (b?.[i] ?? 0)) return (a?.[i] ?? 0) > (b?.[i] ?? 0);
    return true;
  };

  // reference/reliability-and-security.md, section 5: below these stand known holes.
  it.each([
    ['next', '16.4.6'],
    ['next-auth', '4.24.15'],
    ['@modelcontextprotocol/sdk', '1.26.0'],
    ['undici', '7.18.2'],
  ])('has no %s below %s', (name, floor) => {
    expect(versions(name).length).toBeGreaterThan(0);
    for (const version of versions(name)) expect(atLeast(version, floor), `${name} ${version}`).toBe(true);
  });

  it('has one copy of the OpenTelemetry API and of the trace SDK', () => {
    for (const name of ['@opentelemetry/api', '@opentelemetry/sdk-trace-base'])
      expect(versions(name)).toHaveLength(1);
  });

  it('names no registry, so that any mirror will do', () => {
    expect(Object.values(lock.packages).filter((entry) => entry.resolved)).toEqual([]);
  });
});
