import { type HttpError, otherError } from "@completions-api/protocol";
import { errors } from "undici";
import { invalidUpstreamResponse, LostConnectionError, UnreachableError } from "../../upstream-error.ts";

/** A connection that could not be opened, or that was lost. Its message says what to do, for people who operate the gateway. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  /** The code of the original error, such as `ECONNREFUSED`. */
  readonly code: string;

  constructor(message: string, code: string, cause: Error) {
    super(message, { cause });
    this.code = code;
  }
}

/**
 * Converts an error of undici to the error that the caller gets. Its `cause` is for the log.
 *
 * @param isConnected - true once there is a connection on which the request is sent.
 */
export function toConnectionError(reason: unknown, isConnected: boolean): HttpError {
  // This error holds the bytes that could not be parsed, which may be part of a completion.
  if (reason instanceof errors.HTTPParserError) return invalidUpstreamResponse("a response that is not HTTP");
  const explained = explain(reason);
  const options = {
    advice: "Try again.",
    cause: new (isConnected ? LostConnectionError : UnreachableError)(explained),
  };
  // Responses have no such timeout as the second, only requests for a tunnel.
  return reason instanceof errors.ConnectTimeoutError || reason instanceof errors.HeadersTimeoutError
    ? otherError("gateway_timeout", "The model's server could not be reached in time", options)
    : otherError("bad_gateway", "The connection to the model's server failed", options);
}

/** Describes an error of undici for people who operate the gateway. */
export function explainConnectionError(reason: unknown): string {
  if (reason instanceof errors.HTTPParserError) return "The server does not speak HTTP at this port.";
  const explained = explain(reason);
  return explained instanceof Error ? explained.message : String(explained);
}

function explain(cause: unknown): unknown {
  if (!(cause instanceof Error) || !("code" in cause)) return cause;
  const code = String(cause.code);
  const explanation = explainProxy(cause) ?? explainClosed(cause) ?? explanations[code] ?? explainAlert(code);
  return explanation === undefined ? cause : new ConnectionError(explanation, code, cause);
}

const proxyFailures = new WeakSet<Error>();

/** Notes that a connection to a proxy could not be opened: otherwise the server would be said to be down. */
export function noteProxyFailure(failure: Error): void {
  proxyFailures.add(failure);
}

function explainProxy(cause: Error & { readonly code: unknown }): string | undefined {
  if (proxyFailures.has(cause)) {
    return `The proxy cannot be reached (${cause.code}). Check its URL in the environment, and whether it runs.`;
  }
  const { message } = cause;
  if (!message.startsWith("Proxy ")) return;
  const status = /\((\d{3})\)/.exec(message)?.[1];
  if (status === "407") {
    return "The proxy requires a user name and password. Add them to its URL in the environment: http://USER:PASSWORD@PROXY:PORT.";
  }
  return status === undefined
    ? "The proxy closed the connection without opening a tunnel. Check the server's URL, and the proxy's in the environment."
    : `The proxy refused to connect to the server, with status ${status}. Allow the server there, or add its name to NO_PROXY.`;
}

/** Explains that a connection was closed before anything came back. Later, a server may close it for any reason. */
function explainClosed(cause: Error): string | undefined {
  if (cause instanceof errors.SocketError && cause.socket?.bytesRead === 0) {
    return "The server closed the connection without a response. If it speaks https, the URL must begin with https://.";
  }
  if (/before secure TLS connection/.test(cause.message)) {
    return "The server closed the connection during the TLS handshake. If it speaks http, the URL must begin with http://.";
  }
  return;
}

function explainAlert(code: string): string | undefined {
  if (!code.includes("_ALERT_")) return;
  return "The server refused the TLS connection. It may require a client certificate, or not support TLS 1.2 or later.";
}

const unknownAuthority =
  "The server's certificate is from an authority that is not trusted, or the server does not send the intermediate " +
  "certificates. Name a file with the authority's certificate in `ca` of the deployment.";

/** Explanations of the error codes of Node.js, OpenSSL and undici, for people who operate the gateway. */
const explanations: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "The certificate of the server, or of its authority, has expired. Renew it there.",
  CERT_NOT_YET_VALID: "The server's certificate is not valid yet. Check the clocks of both machines.",
  CERT_REVOKED: "The server's certificate is revoked. Replace it there.",
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "The server's certificate is self-signed. Name a file with this certificate in `ca` of the deployment.",
  EAI_AGAIN:
    "The name of the server cannot be resolved at the moment. Check the name servers of this machine.",
  ECONNREFUSED: "Nothing listens at this address and port. Check the URL, and whether the server runs.",
  EHOSTUNREACH: "There is no route to the server. Check the address and the network.",
  ENETUNREACH: "There is no route to the server. Check the address and the network.",
  ENOTFOUND: "The name of the server does not exist. Check the URL.",
  ERR_SSL_PACKET_LENGTH_TOO_LONG:
    "The server does not speak TLS. If it speaks http, the URL must begin with http://.",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "The server does not support TLS 1.2 or later.",
  ERR_SSL_WRONG_VERSION_NUMBER:
    "The server does not speak TLS. If it speaks http, the URL must begin with http://.",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "The server's certificate does not cover the name in the URL. Use a name that it covers, or another certificate.",
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UND_ERR_CONNECT_TIMEOUT:
    "The server did not accept a connection in time. Check its address, and firewalls on the way to it. A URL with https:// " +
    "also needs a server that speaks TLS.",
  UND_ERR_HEADERS_OVERFLOW: "The server sent more than 16 KiB of headers.",
  UND_ERR_HEADERS_TIMEOUT: "The proxy did not open a tunnel in time. Check its URL in the environment.",
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UND_ERR_PRX_TLS: "The proxy's certificate does not cover the name in its URL.",
};
