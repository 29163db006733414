import { randomUUID } from "node:crypto";
import type { RequestListener } from "node:http";
import {
  type MutableResponse,
  type MutableToken,
  OAuth2Server,
  type TokenRequestIncomingMessage,
} from "oauth2-mock-server";

/** An OAuth server that issues a different token each time. `await using` stops it. */
export interface TestOAuthServer extends AsyncDisposable {
  readonly tokenUrl: string;
  /** The requests for tokens so far. */
  readonly requests: readonly TokenRequestIncomingMessage[];
  /** Changes each response before it is sent. */
  change?: (response: MutableResponse) => void;
}

/** @param endpoint - replaces the server's own token endpoint. */
export async function startOAuthServer(endpoint?: RequestListener): Promise<TestOAuthServer> {
  const server = new OAuth2Server();
  const { issuer, service } = server;
  const requests: TokenRequestIncomingMessage[] = [];
  service.on("beforeTokenSigning", ({ payload }: MutableToken) => {
    payload.jti = randomUUID();
  });
  service.on("beforeResponse", (response: MutableResponse, request: TokenRequestIncomingMessage) => {
    requests.push(request);
    started.change?.(response);
  });
  if (endpoint) service.addRoute("POST", "/other", endpoint);
  await issuer.keys.generate("RS256");
  await server.start(0, "127.0.0.1");
  const started: TestOAuthServer = {
    tokenUrl: `http://127.0.0.1:${server.address().port}/${endpoint ? "other" : "token"}`,
    requests,
    [Symbol.asyncDispose]: () => server.stop(),
  };
  return started;
}
