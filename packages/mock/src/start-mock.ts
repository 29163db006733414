import { createEmbeddedEngine, type Engine } from "@completions-api/engine";
import { createApiServer } from "@completions-api/http";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import { createAzureFace } from "./faces/azure.ts";
import type { Face } from "./faces/face.ts";
import { createRequestHandler } from "./request-handler.ts";
import { type LoggedRequest, RequestLog } from "./request-log.ts";

/** Options of {@link startMock}. */
export interface MockOptions {
  /** The TCP port; 0 picks a free one. By default 4010. */
  readonly port?: number;
  /** The address or host name to listen on. By default 127.0.0.1, which only this machine can reach. */
  readonly host?: string;
  /**
   * The deployments that a request may name in the `azureml-model-deployment` header or, under `/v1/`, in `model`, which may
   * also name the engine's model. Any other name gets a 404. All deployments share one engine. By default the spec's
   * example of that header.
   */
  readonly deployments?: readonly string[];
  /** The engine that completes prompts. By default the embedded engine. */
  readonly engine?: Engine;
  /** An integer. The jitter of a request's waits depends on it and on the request's body. By default 0. */
  readonly seed?: number;
}

/** A running mock. With `await using` it is closed at the end of the block. */
export interface Mock extends AsyncDisposable {
  /** The base URL for clients, such as `http://127.0.0.1:4010`. OpenAI's clients need `/v1` after it. */
  readonly url: string;
  /** The last requests: 1,000, or fewer if the bodies would exceed 16 MiB. Each access creates a new list. */
  readonly requests: readonly LoggedRequest[];
  /** Stops the mock at once and closes open streams. May be called more than once. */
  close(): Promise<void>;
}

/**
 * Starts the mock server.
 *
 * @throws Error of `node:net` if it cannot listen, for example with the code `EADDRINUSE`.
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { port = 4010, host = "127.0.0.1", seed = 0 } = options;
  const deployments = new Set(options.deployments ?? [spec.components.parameters.Deployment.example]);
  const engine = options.engine ?? (await createEmbeddedEngine());
  const faceOptions = { engine, deployments, started: Math.floor(Date.now() / 1000) };
  const azure = await createAzureFace(faceOptions);
  let openAI: Promise<Face> | undefined;
  const loadOpenAI = () => {
    openAI ??= import("./faces/openai.ts").then(({ createOpenAIFace }) => createOpenAIFace(faceOptions));
    return openAI;
  };
  const log = new RequestLog();
  const server = createApiServer(createRequestHandler({ azure, loadOpenAI, log, seed }));
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
