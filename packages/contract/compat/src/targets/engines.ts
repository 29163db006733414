import { startMock } from "@completions-api/mock";
import { startLiteLLM, startLlamaCpp } from "@completions-api/testing";
import { type StartedEngine, token } from "./own-servers.ts";
import type { CompatTarget } from "./target.ts";

const key = "an-engine-key";

/** llama.cpp's own server, with a tiny model of random weights. */
export const llamaCpp: CompatTarget = {
  id: "llama.cpp",
  name: "llama.cpp",
  face: "openai",
  issues: "https://github.com/ggml-org/llama.cpp/issues",
  async start() {
    const engine = await startLlamaCpp({
      ...{ n_parallel: 1, n_ctx: 2048, api_keys: [key] },
      // By default, the path of its file.
      model_alias: ["tiny"],
    });
    return {
      ...engine,
      token: key,
      timeout: 60_000,
      [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
    };
  },
};

/** Starts the same server for our gateway. */
export async function startLlamaCppBehind(): Promise<StartedEngine> {
  const engine = await startLlamaCpp({ n_parallel: 1, n_ctx: 2048, model_alias: ["tiny"] });
  const { version, url } = engine;
  return {
    version,
    deployment: {
      ...{ engine: "llama.cpp", urls: [url], model: "tiny", contextLength: 2048 },
      extraParameters: ["*"],
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

/** LiteLLM's proxy before our mock. */
export const liteLLM: CompatTarget = {
  id: "litellm",
  name: "LiteLLM before our mock",
  face: "openai",
  issues: "https://github.com/BerriAI/litellm/issues",
  async start() {
    await using stack = new AsyncDisposableStack();
    const mock = await startMock({ port: 0 });
    stack.defer(() => mock.close());
    const proxy = stack.use(await startLiteLLM({ url: `${mock.url}/v1`, model: "moby-dick", key: token }));
    const owned = stack.move();
    return {
      url: proxy.url,
      version: proxy.version,
      token,
      model: "moby-dick",
      timeout: 60_000,
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  },
};
