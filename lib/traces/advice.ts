import type { Delivery } from './destination';

/** What a failed delivery means and what to do, where the provider says nothing of its own. */
export function adviceFor({ kind, code }: Delivery): string {
  if (kind === 'taken') return 'The destination took the span.';
  return BY_CODE[String(code)] ?? byFamily(code);
}

const NOT_REACHED = 'Check the address, and that this machine may connect there.';
const UNKNOWN_CA =
  'The certificate is signed by a CA that this machine does not know. Enter the CA certificate.';

const BY_CODE: Record<string, string> = {
  400: 'The destination could not read the request. Check protocol and path.',
  401: 'The destination does not accept the credential. Enter it again.',
  403: 'The credential is known but may not write traces here. Check its scope, and region or site.',
  404: 'Nothing takes traces at this path. Check the path of the endpoint, and region or site.',
  405: 'This path takes no traces. Check the path of the endpoint.',
  413: 'The destination found even one span too large.',
  415: 'The destination does not speak this protocol. Choose another one.',
  429: 'The quota is used up, or too many spans come at a time. They are sent again later.',
  502: 'A proxy before the destination did not reach it. Spans are sent again later.',
  503: 'The destination is busy or away. Spans are sent again later.',
  504: 'A proxy before the destination waited for it in vain. Spans are sent again later.',
  timeout: 'No answer in time. Check the address and whether a firewall stands between.',
  ENOTFOUND: 'The name of the host does not resolve. Check its spelling, region or site.',
  EAI_AGAIN: 'Names cannot be resolved at the moment. Check the DNS of this machine.',
  ECONNREFUSED: `Nothing listens at this address and port. ${NOT_REACHED}`,
  ECONNRESET:
    'The connection was reset. Check whether the destination wants https:// or http://, and the port.',
  EHOSTUNREACH: `The host cannot be reached. ${NOT_REACHED}`,
  ENETUNREACH: `The network cannot be reached. ${NOT_REACHED}`,
  EPRIVATEADDRESS:
    'The address is on a loopback or private network. Set OTEL_EXPORTER_OTLP_ENDPOINT, or start with ALLOW_PRIVATE_ADDRESSES=true.',
  UND_ERR_SOCKET: 'The connection was closed without an answer. Check protocol and port.',
  CERT_HAS_EXPIRED: 'The certificate of the destination has expired.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another host. Check the address.',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_CA,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_CA,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_CA,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_CA,
  EPROTO: 'TLS failed. Check whether the destination wants https:// or http://, and the port.',
  UNAUTHENTICATED: 'The destination does not accept the credential. Enter it again.',
  PERMISSION_DENIED:
    'The credential is known but may not write traces here. Check its scope, and region or site.',
  UNIMPLEMENTED: 'This port speaks gRPC but takes no traces. Check the port: collectors take them on 4317.',
  UNAVAILABLE: `The destination cannot be reached by gRPC. Check the port, and whether it wants https:// or http://.`,
  DEADLINE_EXCEEDED: 'No answer in time. Check the address and whether a firewall stands between.',
  RESOURCE_EXHAUSTED: 'The quota is used up, or the message is too large.',
  INVALID_ARGUMENT: 'The destination could not read the request.',
  unserialisable: 'A span could not be written. This is a fault of the gateway.',
};

function byFamily(code: string | number): string {
  if (typeof code === 'number' && code >= 300 && code < 400) {
    return 'The destination redirects, which is not followed. Enter the address that it redirects to.';
  }
  if (typeof code === 'number' && code >= 500)
    return 'The destination failed. Ask its operator, or try later.';
  if (typeof code === 'string' && code.includes('CERT')) return UNKNOWN_CA;
  return NOT_REACHED;
}
