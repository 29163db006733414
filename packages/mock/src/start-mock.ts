import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createEmbeddedEngine, type Engine } from "@completions-api/engine";
import { createApiServer } from "@completions-api/http";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import { createAnswerer } from "./answerer.ts";
import { createRequestHandler } from "./front.ts";
import { createPrism, readOperation } from "./prism.ts";
import { type LoggedRequest, RequestLog } from "./request-log.ts";
import { readExamples, type SpecDocument } from "./spec-examples.ts";

/** How {@link startMock} starts. */
export interface MockOptions {
  /** The TCP port; 0 takes any that is free. By default 4010. */
  readonly port?: number;
  /** The address or host name to listen on. By default 127.0.0.1: nothing outside this machine reaches it. */
  readonly host?: string;
  /**
   * The names that a request may give in `azureml-model-deployment`; any other is a 404. By default the spec's example
   * of that header. It is the same engine that answers for all of them.
   */
  readonly deployments?: readonly string[];
  /** What completes prompts. By default the embedded engine. */
  readonly engine?: Engine;
  /** An integer. With another one, the jitter of the same requests is another. By default 0. */
  readonly seed?: number;
}

/** A mock that runs. With `await using` it is closed at the end of the block. */
export interface Mock extends AsyncDisposable {
  /** Where it serves, such as `http://127.0.0.1:4010`: the base URL for clients. */
  readonly url: string;
  /** What it was asked so far, the last 1,000 requests at most. Each reading makes the list anew. */
  readonly requests: readonly LoggedRequest[];
  /** Stops it at once, the streams that are open included. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts the mock server.
 *
 * @throws Error of `node:net` where it cannot listen, such as one of code `EADDRINUSE`.
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { port = 4010, host = "127.0.0.1", seed = 0 } = options;
  const resolved = structuredClone(spec);
  const [operation, engine] = await Promise.all([
    readOperation(resolved),
    options.engine ?? createEmbeddedEngine(),
  ]);
  // What is read of it, the spec's own tests hold it to.
  const examples = await readExamples(resolved as unknown as SpecDocument);
  const prism = createPrism(operation, createAnswerer(examples, engine));
  const deployments = new Set(options.deployments ?? [spec.components.parameters.Deployment.example]);
  const log = new RequestLog();
  const server = createApiServer(createRequestHandler({ prism, deployments, seed }, log));
  server.listen(port, host);
  await once(server, "listening");

  const { address, port: actualPort, family } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= server[Symbol.asyncDispose]();
    server.closeAllConnections();
    return closed;
  };
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${actualPort}`,
    get requests() {
      return log.list();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
