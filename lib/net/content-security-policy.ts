import { randomBytes } from 'node:crypto';

export const POLICY_HEADER = 'content-security-policy';

/**
 * The Content-Security-Policy of one page: scripts only with the nonce that this answer alone knows, everything else
 * from here. Next takes the nonce for its own scripts from the request's header of the same name.
 *
 * Styles in attributes are allowed, because widths of bars are data; they can load nothing and run nothing.
 *
 * @param isDevelopment the development server evaluates code and speaks WebSocket
 */
export function contentSecurityPolicy(isDevelopment: boolean): string {
  const nonce = `'nonce-${randomBytes(16).toString('base64')}'`;
  const scripts = `script-src 'self' ${nonce} 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`;
  return [
    "default-src 'self'",
    scripts,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' ${nonce}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "object-src 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}
