/** Whether a listener on this host name can be reached from this machine only. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * The Host names that the MCP endpoints answer to. On a loopback listener only loopback names and the
 * configured address, or a web page could reach the gateway by DNS rebinding; elsewhere any, because names
 * inside a network cannot be known and every call needs a key anyway.
 */
export function allowedHosts(host: string, publicUrl: string | undefined): ReadonlySet<string> | 'any' {
  if (!isLoopbackHost(host)) return 'any';
  const names = ['localhost', '127.0.0.1', '[::1]', host];
  return new Set(publicUrl === undefined ? names : [...names, new URL(publicUrl).hostname]);
}
