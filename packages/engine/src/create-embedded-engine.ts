import type { Engine } from "./engine.ts";

/**
 * Makes the embedded engine: a small language model that has read Moby-Dick. Each choice has the text that its prompt
 * would have alone: with a seed, equal prompts have equal texts. Extra parameters mean nothing to it.
 *
 * @throws Error where the model's file is missing or damaged.
 */
export async function createEmbeddedEngine(): Promise<Engine> {
  // Only now, so that those who import this package for an engine of their own do not load the tokenizer's tables.
  const { loadEmbeddedEngine } = await import("./load-embedded-engine.ts");
  return loadEmbeddedEngine();
}
