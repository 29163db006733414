import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineVersion, PythonServer } from "./python-server.ts";

/** How to start a {@link startLiteLLM | proxy}. */
export interface LiteLLMOptions {
  /** The base URL of the server behind it. */
  readonly url: string;
  /** The name of its only model. */
  readonly model: string;
  /** The key that it requires. */
  readonly key: string;
}

/** LiteLLM's proxy. */
export interface LiteLLM extends AsyncDisposable {
  readonly server: PythonServer;
  /** The package that brings it, and its version. */
  readonly version: string;
  /** The base URL for OpenAI's clients. */
  readonly url: string;
}

/** Starts LiteLLM's proxy before a server with OpenAI's API. It takes ten seconds or more. */
export async function startLiteLLM({ url, model, key }: LiteLLMOptions): Promise<LiteLLM> {
  const folder = mkdtempSync(join(tmpdir(), "litellm-"));
  const config = join(folder, "config.json");
  const behind = { model: `text-completion-openai/${model}`, api_base: url, api_key: "none" };
  // JSON is YAML.
  writeFileSync(
    config,
    JSON.stringify({
      model_list: [{ model_name: model, litellm_params: behind }],
      litellm_settings: { num_retries: 0 },
      general_settings: { master_key: key },
    }),
  );
  const server = await PythonServer.start({
    toArguments: (port) => [
      "-m",
      "litellm.proxy.proxy_cli",
      "--config",
      config,
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
    ],
    until: /Uvicorn running on/,
    variables: {
      // Without them it asks other hosts for prices, and reports to its makers.
      LITELLM_LOCAL_MODEL_COST_MAP: "True",
      LITELLM_TELEMETRY: "False",
      // It loads the certificates of all authorities again for each stream, which takes it longer than the stream. The server
      // behind it needs none, and this folder has none.
      SSL_CERT_FILE: "",
      SSL_CERT_DIR: folder,
    },
  });
  return {
    server,
    version: engineVersion("litellm"),
    url: `${server.origin}/v1`,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}
