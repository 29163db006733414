import { createEmbeddedEngine } from "@completions-api/engine";
import { startMock } from "@completions-api/mock";
import { createEmbeddedBackend } from "../../src/backends/embedded.ts";
import { deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";

/** The settings of a client of OpenAI's API. */
export interface ClientSettings {
  readonly baseURL: string;
  readonly apiKey: string;
  readonly model: string;
  /** Headers that each request has as well. By default none. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server that such clients can call. Disposing of it closes it. */
export interface TestServer extends AsyncDisposable {
  readonly settings: ClientSettings;
}

/** Starts each server, by its name. Both serve the embedded engine as one model. */
export const servers = {
  async gateway(model = "moby-dick"): Promise<TestServer> {
    const { generate } = createEmbeddedBackend(await createEmbeddedEngine());
    const gateway = await startTestGateway({ deployment: deploymentOf(generate, model) });
    return {
      settings: { baseURL: `${gateway.url}/v1`, apiKey: token, model },
      [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
    };
  },
  async mock(model = "moby-dick"): Promise<TestServer> {
    const mock = await startMock({ port: 0, deployments: [model] });
    return {
      settings: { baseURL: `${mock.url}/v1`, apiKey: "any-key", model },
      [Symbol.asyncDispose]: () => mock[Symbol.asyncDispose](),
    };
  },
};
