import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from './_document';

const API = path.resolve(import.meta.dirname, '..');

/** "GET /api/v1/servers/{id}" for each handler that a route file exports. */
function handlers(): string[] {
  return readdirSync(API, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'route.ts')
    .flatMap((file) => {
      const address = `/api/v1/${path.dirname(file)}`.replaceAll(/\[(\w+)\]/g, '{$1}');
      const source = readFileSync(path.join(API, file), 'utf8');
      return [...source.matchAll(/^export (?:const|async function) (GET|POST|PUT|PATCH|DELETE)\b/gm)].map(
        ([, method]) => `${method} ${address}`,
      );
    })
    .sort();
}

function described(): string[] {
  const paths = openApiDocument().paths as Record<string, Record<string, unknown>>;
  return Object.entries(paths)
    .flatMap(([address, operations]) =>
      Object.keys(operations)
        .filter((name) => name !== 'parameters')
        .map((method) => `${method.toUpperCase()} ${address}`),
    )
    .sort();
}

describe('the description of the API', () => {
  it('has each handler and nothing else', () => {
    expect(described()).toEqual(handlers());
  });

  it('refers only to schemas that it has', () => {
    const document = openApiDocument();
    const { schemas } = document.components as { schemas: Record<string, unknown> };
    for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      expect(Object.keys(schemas)).toContain(name);
    }
  });

  it('describes the filters of the log as the page and the handler read them', () => {
    const text = JSON.stringify(openApiDocument());
    for (const name of ['server', 'tool', 'status', 'from', 'to', 'trace', 'request', 'cursor', 'limit']) {
      expect(text).toContain(`"name":"${name}","in":"query"`);
    }
  });
});
