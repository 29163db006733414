import type { DialectName } from "../backends/openai/dialects.ts";
import type { ProbedServer, ProbeResponse } from "./ask-server.ts";
import type { ModelList } from "./read-model-list.ts";

/** An engine, and how it was recognized. */
export interface RecognizedEngine {
  readonly engine: DialectName;
  readonly sign: string;
}

/** Values of `owned_by` in lists of models. */
const owners: Readonly<Record<string, DialectName>> = {
  llamacpp: "llama.cpp",
  vllm: "vllm",
  sglang: "sglang",
};

/** Recognizes LiteLLM by a response with a completion, because its list of models looks like OpenAI's. */
export function recognizeLiteLlm({ headers }: ProbeResponse): RecognizedEngine | undefined {
  const sign = Object.keys(headers).find((name) => name.startsWith("x-litellm-"));
  return sign === undefined ? undefined : { engine: "litellm", sign: `its header \`${sign}\`` };
}

/**
 * Recognizes the engine of a server by a feature that only this engine has.
 *
 * @param response - any response of the server.
 * @param models - the server's list of models, if it has one.
 */
export async function recognizeEngine(
  server: ProbedServer,
  {
    response,
    models,
    url,
    timeLimit,
  }: {
    readonly response: ProbeResponse;
    readonly models: ModelList | undefined;
    readonly url: URL;
    readonly timeLimit: number;
  },
): Promise<RecognizedEngine | undefined> {
  const owner = owners[models?.owner ?? ""];
  if (owner) return { engine: owner, sign: "`owned_by` in its list of models" };
  if (response.headers.server === "llama.cpp") return { engine: "llama.cpp", sign: "its header `server`" };
  const has = async (path: string, property: string): Promise<boolean> => {
    try {
      const { status, json } = await server.ask({ url: new URL(path, url.origin), timeLimit });
      return status === 200 && property in Object(json);
    } catch {
      return false;
    }
  };
  if (await has("/api/version", "version")) return { engine: "ollama", sign: "its /api/version" };
  if (await has("/props", "default_generation_settings")) return { engine: "llama.cpp", sign: "its /props" };
  if (await has("/info", "max_total_tokens")) return { engine: "tgi", sign: "its /info" };
  return undefined;
}
