import type { Engine } from "./engine.ts";

/**
 * Makes the embedded engine: a small language model that has read Moby-Dick. It takes some 50 milliseconds and 30 MB.
 *
 * @throws Error where the model's file is missing.
 */
export async function createEmbeddedEngine(): Promise<Engine> {
  // Only here, since the tokenizer's tables are too much for those who import this package for their own engine.
  const [{ EmbeddedEngine }, { loadLanguageModel }] = await Promise.all([
    import("./embedded-engine.ts"),
    import("./load-language-model.ts"),
  ]);
  return new EmbeddedEngine(await loadLanguageModel());
}
