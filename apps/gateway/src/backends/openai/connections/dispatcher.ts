import { createSecureContext, getCACertificates } from "node:tls";
import { buildConnector, type Dispatcher, Pool, ProxyAgent } from "undici";
import { connectAhead } from "./connect-ahead.ts";
import { noteProxyFailure } from "./connection-error.ts";

/** Options for opening connections to a server. */
export interface DispatcherOptions {
  /** Milliseconds until a connection must be open; by default 10,000. */
  readonly connectTimeout?: number | undefined;
  /** PEM certificates of authorities to trust in addition to those that Node.js trusts. */
  readonly ca?: string | undefined;
  /** The proxy on the way to the server, which may have a user name and password. */
  readonly proxy?: URL | undefined;
}

const poolOptions: Pool.Options = {
  // One connection per open request, so that no stream waits for another. HTTP/2 would put them on one connection.
  connections: null,
  pipelining: 1,
  allowH2: false,
  headersTimeout: 0,
  bodyTimeout: 0,
};

/**
 * Creates a dispatcher that opens and keeps connections to a server: HTTP/1.1, one connection per open request. It waits for responses
 * as long as they take.
 *
 * @param origin - scheme, host and port of the server.
 */
export function createDispatcher(
  origin: string,
  { connectTimeout = 10_000, ca, proxy }: DispatcherOptions,
): Dispatcher {
  const connect = {
    allowH2: false,
    // A server that sends faster than the caller reads fills it.
    highWaterMark: 16_384,
    timeout: connectTimeout,
    ...(ca !== undefined && { secureContext: trust(ca) }),
  };
  if (proxy === undefined) {
    return new Pool(origin, { ...poolOptions, connect: connectAhead(buildConnector(connect)) });
  }
  const connectToProxy = noteProxyFailures(buildConnector(connect));
  return new ProxyAgent({
    ...poolOptions,
    uri: proxy.href,
    requestTls: connect,
    proxyTls: connect,
    // Its own pools would have the options of undici's defaults: to servers over http, which the proxy forwards to, …
    factory: (target, options) =>
      new Pool(target, {
        ...options,
        ...poolOptions,
        ...(String(target) === proxy.href && { connect: connectToProxy }),
      }),
    // … and to the proxy, which is asked for a tunnel to a server over https.
    clientFactory: (target, options) =>
      new Pool(target, {
        ...options,
        ...poolOptions,
        connect: connectToProxy,
        headersTimeout: connectTimeout,
      }),
  });
}

function noteProxyFailures(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (...result) => {
      if (result[0]) noteProxyFailure(result[0]);
      callback(...result);
    });
}

/** Creates a TLS context once, because parsing all authorities takes longer than a connection. */
function trust(ca: string) {
  return createSecureContext({ ca: [...getCACertificates("default"), ca] });
}
