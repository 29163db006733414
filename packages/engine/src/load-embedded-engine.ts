import { readFile } from "node:fs/promises";
import { EmbeddedEngine } from "./embedded-engine.ts";
import { LanguageModel } from "./language-model.ts";

// The same path from `src` and from `dist`.
const modelFile = new URL("../dist/model.bin", import.meta.url);

/**
 * The embedded engine with a language model, by default the one that is built with this package.
 *
 * @throws Error where the model's file is missing or damaged.
 */
export async function loadEmbeddedEngine(file: URL = modelFile): Promise<EmbeddedEngine> {
  try {
    return new EmbeddedEngine(new LanguageModel(await readFile(file)));
  } catch (cause) {
    const message =
      "The language model is missing or damaged. Run the script `build` of @completions-api/engine.";
    throw new Error(message, { cause });
  }
}
