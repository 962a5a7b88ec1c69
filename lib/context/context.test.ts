import { describe, expect, it } from 'vitest';
import { mayActAs, requireRole, systemContext, type Actor } from './context';
import { AppError } from '../errors';
import { ROLES } from '../roles';

const user = (role: (typeof ROLES)[number]): Actor => ({ kind: 'user', id: 'u', name: 'u', role });
const key = (...scopes: ('mcp' | 'read' | 'admin')[]): Actor => ({ kind: 'key', id: 'k', name: 'k', scopes });
const may = (actor: Actor) => ROLES.filter((role) => mayActAs(actor, role));

describe('who may act as what', () => {
  it.each([
    [user('viewer'), ['viewer']],
    [user('auditor'), ['viewer', 'auditor']],
    [user('admin'), ['viewer', 'auditor', 'admin']],
    [key('mcp'), []],
    [key('mcp', 'read'), ['viewer']],
    [key('admin'), ['viewer', 'auditor', 'admin']],
    [systemContext('MCP_CONFIG').actor, ['viewer', 'auditor', 'admin']],
    [{ kind: 'anonymous', id: null, name: '' } satisfies Actor, []],
  ] as [Actor, string[]][])('%j', (actor, roles) => expect(may(actor)).toEqual(roles));

  it('is checked by each verb for itself', () => {
    const ctx = { ...systemContext('x'), actor: user('auditor') };
    expect(() => requireRole(ctx, 'admin')).toThrow(AppError);
    expect(() => requireRole(ctx, 'auditor')).not.toThrow();
  });
});
