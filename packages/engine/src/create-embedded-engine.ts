import { EmbeddedEngine } from "./embedded-engine.ts";
import type { Engine } from "./engine.ts";
import { loadModel } from "./load-model.ts";

/** Options of {@link createEmbeddedEngine}. */
export interface EmbeddedEngineOptions {
  /**
   * The bytes of `@completions-api/engine/model.bin`, for runtimes that can read neither files nor URLs. By default the engine
   * reads that file itself, once for all engines.
   */
  readonly model?: Uint8Array | ArrayBuffer;
}

/**
 * Creates the embedded engine: a small language model trained on Moby-Dick. The text of each choice does not depend on
 * the other prompts of its request; with a seed, equal prompts get equal texts. Extra parameters are ignored.
 *
 * @throws Error if the model file is missing or damaged, or cannot be read here. TypeError if `model` is not a model file.
 */
export async function createEmbeddedEngine({ model }: EmbeddedEngineOptions = {}): Promise<Engine> {
  return new EmbeddedEngine(await loadModel(model));
}
