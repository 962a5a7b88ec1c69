import { env } from '../env';
import { AppError } from '../errors';

/**
 * Who adds a command runs a program on the gateway's machine: that is for the operator to allow.
 * Throws AppError: forbidden.
 */
export function assertCommandsAllowed(): void {
  if (env().ALLOW_STDIO) return;
  throw new AppError(
    'forbidden',
    'Servers that are started as a command can be added here only when the gateway runs with ALLOW_STDIO=true. Put the server into MCP_CONFIG instead.',
  );
}
