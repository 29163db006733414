import { randomUUID } from "node:crypto";
import { createApiServer } from "@completions-api/http";
import { type CoreOptions, createCore } from "./create-core.ts";
import { createRequestHandler } from "./create-request-handler.ts";
import { createMockSession, type MockSession } from "./mock-session.ts";
import type { Referee } from "./referee.ts";

/** Options of {@link startMock}. */
export interface MockOptions extends CoreOptions {
  /** The TCP port; 0 picks a free one. By default 4010. */
  readonly port?: number;
  /** The address or host name to listen on. By default 127.0.0.1, which only this machine can reach. */
  readonly host?: string;
  /** Checks every exchange a second time. `prism` needs the package `@stoplight/prism-http`. By default there is no referee. */
  readonly referee?: "prism";
}

/** A running mock. With `await using` it is closed at the end of the block. */
export interface Mock extends MockSession, AsyncDisposable {
  /** Creates a session for one test, which shares nothing with other tests. */
  session(): MockSession;
  /** Stops the mock at once and closes open streams. May be called more than once. */
  close(): Promise<void>;
}

/**
 * Starts the mock server.
 *
 * @throws Error of `node:net` if it cannot listen, for example with the code `EADDRINUSE`.
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { port = 4010, host = "127.0.0.1", referee = readReferee() } = options;
  const core = await createCore(options, referee && (await loadReferee()));
  const server = createApiServer(createRequestHandler(core));
  const url = await server.listen({ host, port });
  const session = (id: string, url: string) => createMockSession(core.sessions.find(id), url);
  return Object.assign(session("", url), {
    session() {
      const id = randomUUID();
      return session(id, `${url}/__mock/sessions/${id}`);
    },
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  });
}

/** Reads the environment variable that gives every mock of a test run a referee. */
function readReferee(): "prism" | undefined {
  return process.env.COMPLETIONS_MOCK_REFEREE === "prism" ? "prism" : undefined;
}

async function loadReferee(): Promise<Referee> {
  // Loaded late, because Prism is an optional dependency, and slow to load.
  const { createPrismReferee } = await import("./prism/prism-referee.ts");
  return createPrismReferee();
}
