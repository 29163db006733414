import { readFile } from "node:fs/promises";
import { EmbeddedEngine } from "./embedded-engine.ts";
import { LanguageModel } from "./language-model.ts";

// The same path from `src` and from `dist`.
const file = new URL("../dist/model.bin", import.meta.url);

/**
 * The embedded engine with the language model that is built with this package.
 *
 * @throws Error where the model's file is missing.
 */
export async function loadEmbeddedEngine(): Promise<EmbeddedEngine> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Error("The language model is missing. Run the script `build` of @completions-api/engine.", {
      cause,
    });
  });
  return new EmbeddedEngine(new LanguageModel(bytes));
}
