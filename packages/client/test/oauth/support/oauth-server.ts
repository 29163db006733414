import { randomUUID } from "node:crypto";
import type { RequestListener } from "node:http";
import {
  type MutableResponse,
  type MutableToken,
  OAuth2Server,
  type TokenRequestIncomingMessage,
} from "oauth2-mock-server";

/** A server of OAuth that gives another token each time; `await using` stops it. */
export interface TestOAuthServer extends AsyncDisposable {
  readonly tokenUrl: string;
  /** What it was asked for tokens. */
  readonly requests: readonly TokenRequestIncomingMessage[];
  /** Changes each answer before it is sent. */
  change?: (answer: MutableResponse) => void;
}

/** @param answer - what is at the token URL in place of the server's own token endpoint. */
export async function startOAuthServer(answer?: RequestListener): Promise<TestOAuthServer> {
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
  if (answer) service.addRoute("POST", "/other", answer);
  await issuer.keys.generate("RS256");
  await server.start(0, "127.0.0.1");
  const started: TestOAuthServer = {
    tokenUrl: `http://127.0.0.1:${server.address().port}/${answer ? "other" : "token"}`,
    requests,
    [Symbol.asyncDispose]: () => server.stop(),
  };
  return started;
}
