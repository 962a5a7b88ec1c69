import { describe, expect, it } from 'vitest';
import { logQuery } from '@/lib/audit/query/schema';
import { AppError } from '@/lib/errors';
import { createServerInput } from '@/lib/servers/schema';
import { describeError } from './_describe-error';

const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

describe('what may be told of an error', () => {
  it('is the message of an AppError, with its fields', () => {
    const error = new AppError('invalid', 'No.', { cause: new Error('secret'), fields: { url: 'why' } });
    expect(describeError(error)).toEqual({ code: 'invalid', message: 'No.', fields: { url: 'why' } });
  });

  it('names each wrong field of an input, unknown ones and bad header names included', () => {
    const input = {
      slug: 'Bad',
      name: ' ',
      url: 'ftp://x',
      headers: { Host: 'x', 'no name': 'y' },
      extra: 1,
    };
    const { code, fields } = describeError(thrownBy(() => createServerInput.parse(input)));
    expect(code).toBe('invalid');
    expect(fields).toMatchObject({
      name: 'must not be empty',
      url: 'must be an http:// or https:// address',
      'headers.Host': 'is set by the gateway and cannot be given',
      'headers.no name': 'is not a header name',
      extra: 'is not a known field',
    });
  });

  it('names a filter and not the place in its list', () => {
    const { fields } = describeError(thrownBy(() => logQuery.parse({ status: 'ok,bogus', tool: '\0' })));
    expect(Object.keys(fields)).toEqual(['tool', 'status']);
  });

  it('is nothing at all of what nobody foresaw', () => {
    const error = new Error('password=hunter2');
    expect(JSON.stringify(describeError(error))).not.toContain('hunter2');
    expect(describeError(error).code).toBe('internal');
  });

  it('is "unavailable" when the database does not answer', () => {
    const error = Object.assign(new Error('P1001 at 10.0.0.1'), { code: 'P1001' });
    expect(describeError(error)).toMatchObject({ code: 'unavailable', fields: {} });
    expect(describeError(error).message).not.toContain('10.0.0.1');
  });
});
