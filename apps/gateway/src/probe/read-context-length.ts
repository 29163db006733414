import type { DialectName } from "../backends/openai/dialects.ts";
import type { ProbedServer } from "./ask-server.ts";
import type { ModelList } from "./read-model-list.ts";

/**
 * Reads the context length of a server in tokens, if the server tells it.
 *
 * @param origin - the scheme, host and port of the server.
 */
export async function readContextLength(
  server: ProbedServer,
  {
    engine,
    models,
    origin,
    timeLimit,
  }: {
    readonly engine: DialectName | undefined;
    readonly models: ModelList | undefined;
    readonly origin: string;
    readonly timeLimit: number;
  },
): Promise<number | undefined> {
  if (models?.contextLength !== undefined) return models.contextLength;
  const path = engine === "llama.cpp" ? "/props" : engine === "tgi" ? "/info" : undefined;
  if (path === undefined) return undefined;
  try {
    const { json } = await server.ask({ url: new URL(path, origin), timeLimit });
    const { default_generation_settings: settings, max_total_tokens: tokens } = Object(json);
    return [Object(settings).n_ctx, tokens].find((value) => Number.isSafeInteger(value) && Number(value) > 0);
  } catch {
    return undefined;
  }
}
