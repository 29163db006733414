import { readFile } from "node:fs/promises";
import { LanguageModel } from "./language-model.ts";

// This module is one folder below the package's, in `src` as in `dist`.
const file = new URL("../dist/model.bin", import.meta.url);

/**
 * Loads the language model that is built with this package.
 *
 * @throws Error where its file is missing.
 */
export async function loadLanguageModel(): Promise<LanguageModel> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Error("The language model is missing. Run the script `build` of @completions-api/engine.", {
      cause,
    });
  });
  return new LanguageModel(bytes);
}
