import type { Engine } from "./engine.ts";

/**
 * Creates the embedded engine: a small language model trained on Moby-Dick. The text of each choice does not depend on
 * the other prompts of its request; with a seed, equal prompts get equal texts. Extra parameters are ignored.
 *
 * @throws Error if the model file is missing or damaged.
 */
export async function createEmbeddedEngine(): Promise<Engine> {
  // Loaded on first use, so that users who bring their own engine do not load the tokenizer's tables.
  const { loadEmbeddedEngine } = await import("./embedded-engine.ts");
  return loadEmbeddedEngine();
}
