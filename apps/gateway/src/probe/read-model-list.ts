import type { ProbeResponse } from "./ask-server.ts";

/** The models that a server lists, as far as its list can be read. */
export interface ModelList {
  readonly names: readonly string[];
  /** The `owned_by` of the first model, which names the engine. */
  readonly owner: string | undefined;
  /** The context length of the first model: vLLM's and SGLang's `max_model_len`, llama.cpp's `meta.n_ctx`. */
  readonly contextLength: number | undefined;
}

/** Reads the response to `GET /models`. Returns undefined if it is not a list of models. */
export function readModelList({ status, json }: ProbeResponse): ModelList | undefined {
  const { data }: { data?: unknown } = Object(json);
  if (status !== 200 || !Array.isArray(data)) return undefined;
  const [first]: unknown[] = data;
  const { owned_by: owner, max_model_len: length, meta } = Object(first);
  return {
    names: data.flatMap((model) => {
      const { id } = Object(model);
      return typeof id === "string" ? [id] : [];
    }),
    owner: typeof owner === "string" ? owner : undefined,
    contextLength: [length, Object(meta).n_ctx].find(
      (value) => Number.isSafeInteger(value) && Number(value) > 0,
    ),
  };
}
