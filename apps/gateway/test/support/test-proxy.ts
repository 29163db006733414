import type { LookupAddress, LookupOptions } from "node:dns";
import { type PrepareRequestFunctionResult, Server } from "proxy-chain";

/** Resolves every name to this machine. */
function lookup(
  _name: string,
  options: LookupOptions,
  done: (error: null, address: string | LookupAddress[], family?: number) => void,
): void {
  if (options.all) done(null, [{ address: "127.0.0.1", family: 4 }]);
  else done(null, "127.0.0.1", 4);
}

/** A proxy that somebody else wrote. */
export interface TestProxy extends AsyncDisposable {
  /** With a user name and password. */
  readonly url: URL;
  /** Each request: `forward` or `tunnel`, the user name and password, and the target. */
  readonly asked: readonly string[];
  /** The number of open connections to it. */
  readonly connections: number;
}

/** Starts a proxy that resolves every name to this machine, and records what it is asked for. */
export async function startProxy(
  decide: () => PrepareRequestFunctionResult = () => ({}),
): Promise<TestProxy> {
  const asked: string[] = [];
  const server = new Server({
    port: 0,
    host: "127.0.0.1",
    prepareRequestFunction({ hostname, port, isHttp, username, password }) {
      asked.push(`${isHttp ? "forward" : "tunnel"} ${username}:${password} ${hostname}:${port}`);
      // The type requires all overloads of `dns.lookup`, but a connection uses only this one.
      return { dnsLookup: lookup as PrepareRequestFunctionResult["dnsLookup"] & {}, ...decide() };
    },
  });
  await server.listen();
  return {
    url: new URL(`http://user:pass%40@127.0.0.1:${server.port}`),
    asked,
    get connections() {
      return server.getConnectionIds().length;
    },
    [Symbol.asyncDispose]: () => server.close(true),
  };
}
