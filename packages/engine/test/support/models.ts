import { readFileSync } from "node:fs";
import { r50kBase } from "../../scripts/r50k-base.ts";
import { buildModel } from "../../src/build-model.ts";
import { EmbeddedEngine } from "../../src/embedded-engine.ts";
import { type Model, readModelFile } from "../../src/model-file.ts";
import { Tokenizer } from "../../src/tokenizer.ts";
import { Vocabulary, writeVocabulary } from "../../src/vocabulary.ts";

export const vocabulary: Uint8Array = writeVocabulary(r50kBase());

export const tokenizer: Tokenizer = new Tokenizer(new Vocabulary(vocabulary));

/** The model file that the build wrote. */
export const builtFile: Uint8Array = readFileSync(new URL("../../dist/model.bin", import.meta.url));

/** The model of Moby-Dick. */
export const mobyDick: Model = readModelFile(builtFile);

export function tokensOf(text: string): number[] {
  return [...tokenizer.tokenize(text)].flat();
}

/** Trains a model on these documents. */
export function modelOf(documents: readonly string[]): Model {
  return readModelFile(buildModel(documents, vocabulary));
}

export function engineOf(...documents: string[]): EmbeddedEngine {
  return new EmbeddedEngine(modelOf(documents));
}
