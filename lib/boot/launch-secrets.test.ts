import { describe, expect, it } from 'vitest';
import { credentialsIn } from './launch-secrets';

const of = (args: string[], env: Record<string, string> = {}) => credentialsIn({ args, env });

describe('credentials of a command', () => {
  it.each([
    ['under a secret’s name', [], { GITHUB_TOKEN: 'correct horse' }, ['correct horse', 'horse']],
    ['under a key’s name', [], { OPENAI_KEY: 'abcdefgh' }, ['abcdefgh']],
    ['as a token without a name', [], { ACCOUNT: 'q8Zr2LmT91xKp04v' }, ['q8Zr2LmT91xKp04v']],
    ['after an option', ['--api-key', 'plainwords'], {}, ['plainwords']],
    ['in an option', ['--token=plainwords'], {}, ['plainwords']],
    ['in an address', ['postgresql://u:pa%24s@host/db?sslmode=require'], {}, ['pa$s']],
    ['in a query', ['https://host/mcp?api_key=zebra&page=2'], {}, ['zebra']],
    [
      'as base64 that starts like a path',
      [],
      { AWS_SECRET: '/aB3+xyz0123456789/q==' },
      ['/aB3+xyz0123456789/q=='],
    ],
  ])('%s', (_name, args, env, expected) => {
    expect(of(args, env as Record<string, string>)).toEqual(expected);
  });

  it('in several lines, whole and line by line', () => {
    const key = '-----BEGIN X-----\nMIIEvQIBADANBgkq\n-----END X-----';
    expect(of([], { SIGNING: key })).toEqual([key, 'MIIEvQIBADANBgkq']);
  });

  it('are not what stands in ordinary text', () => {
    const args = [
      '-y',
      '@modelcontextprotocol/server-everything@2026.8.31',
      'stdio',
      '/home/someone/projects/2026/reports-v2',
      '--transport',
      'streamable-http-server',
      '--port=3000',
      '--directory',
      'C:\\Users\\someone',
      'https://api.example.com/v1/things',
      'localhost.localdomain:8080',
      '2026-11-24T00:00:00Z',
      'mcp-server-filesystem-extended',
    ];
    const env = {
      LOG_LEVEL: 'debug-everything',
      GOOGLE_APPLICATION_CREDENTIALS: '/etc/google/key.json',
      NODE_ENV: 'production',
    };
    expect(of(args, env)).toEqual([]);
  });
});
