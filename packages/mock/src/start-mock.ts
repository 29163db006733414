import { createEmbeddedEngine, type Engine } from "@completions-api/engine";
import { createApiServer } from "@completions-api/http";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import { createMockHandler } from "./mock-handler.ts";
import { createPrism, readOperation } from "./prism.ts";
import { createRequestHandler } from "./request-handler.ts";
import { type LoggedRequest, RequestLog } from "./request-log.ts";
import { readExamples, type SpecDocument } from "./spec-examples.ts";

/** Options of {@link startMock}. */
export interface MockOptions {
  /** The TCP port; 0 picks a free one. By default 4010. */
  readonly port?: number;
  /** The address or host name to listen on. By default 127.0.0.1: nothing outside this machine reaches it. */
  readonly host?: string;
  /**
   * The names that a request may give in `azureml-model-deployment`; any other is a 404. By default the spec's example of
   * that header. The same engine answers for all of them.
   */
  readonly deployments?: readonly string[];
  /** The engine that completes prompts. By default the embedded engine. */
  readonly engine?: Engine;
  /** An integer that varies the jitter of waits. By default 0. */
  readonly seed?: number;
}

/** A running mock. With `await using` it is closed at the end of the block. */
export interface Mock extends AsyncDisposable {
  /** The base URL for clients, such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** The requests so far, at most the last 1,000. The list is created anew each time it is read. */
  readonly requests: readonly LoggedRequest[];
  /** Stops it at once and closes open streams. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts the mock server.
 *
 * @throws Error of `node:net` if it cannot listen, for example with the code `EADDRINUSE`.
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { port = 4010, host = "127.0.0.1", seed = 0 } = options;
  const resolved = structuredClone(spec);
  const [operation, engine] = await Promise.all([
    readOperation(resolved),
    options.engine ?? createEmbeddedEngine(),
  ]);
  // The spec's own tests check that it has what `SpecDocument` reads.
  const examples = await readExamples(resolved as unknown as SpecDocument);
  const prism = createPrism(operation);
  const handler = createMockHandler({ examples, engine, prism });
  const deployments = new Set(options.deployments ?? [spec.components.parameters.Deployment.example]);
  const log = new RequestLog();
  const server = createApiServer(createRequestHandler({ handler, prism, deployments, seed }, log));
  const url = await server.listen({ host, port });
  return {
    url,
    get requests() {
      return log.list();
    },
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  };
}
