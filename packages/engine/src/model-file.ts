import { CorpusIndex } from "./corpus-index.ts";
import { CorpusStatistics } from "./corpus-statistics.ts";
import { LanguageModel } from "./language-model.ts";
import { Tokenizer } from "./tokenizer.ts";
import { Vocabulary } from "./vocabulary.ts";

// "MOBY" in ASCII.
const MAGIC = 0x59_42_4f_4d;
const FINGERPRINT_START = 16;
const FINGERPRINT_BYTES = 6;
const VOCABULARY_START = 24;

/** The contents of a model file. Several engines can share them. */
export interface Model {
  /** `fp_` and the fingerprint's 12 hexadecimal digits. */
  readonly fingerprint: string;
  readonly tokenizer: Tokenizer;
  readonly languageModel: LanguageModel;
}

/**
 * Reads a model file: four magic bytes, where the statistics and the corpus start and where the file ends (32 bits each), the
 * fingerprint (48 bits, and 16 unused ones), the vocabulary, the statistics, the corpus. All numbers are little-endian. They are
 * neither parsed nor copied; each is read when it is needed.
 *
 * @throws TypeError if `bytes` are not a complete model file.
 */
export function readModelFile(bytes: Uint8Array): Model {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const isComplete =
    bytes.length >= VOCABULARY_START &&
    header.getUint32(0, true) === MAGIC &&
    header.getUint32(12, true) === bytes.length;
  if (!isComplete) {
    throw new TypeError(`These ${bytes.length} bytes are not a complete model file. Build it again.`);
  }
  const statisticsStart = header.getUint32(4, true);
  const corpusStart = header.getUint32(8, true);
  const corpus = new CorpusIndex(bytes.subarray(corpusStart));
  const statistics = new CorpusStatistics(bytes.subarray(statisticsStart, corpusStart));
  return {
    fingerprint: `fp_${toHex(bytes.subarray(FINGERPRINT_START, FINGERPRINT_START + FINGERPRINT_BYTES))}`,
    tokenizer: new Tokenizer(new Vocabulary(bytes.subarray(VOCABULARY_START, statisticsStart))),
    languageModel: new LanguageModel(corpus, statistics),
  };
}

/** The parts of a model file. */
export interface ModelParts {
  /** Identifies what determines the texts. The first 6 bytes are written. */
  readonly fingerprint: Uint8Array;
  readonly vocabulary: Uint8Array;
  readonly statistics: Uint8Array;
  readonly corpus: Uint8Array;
}

/** Writes a model file. */
export function writeModelFile({ fingerprint, vocabulary, statistics, corpus }: ModelParts): Uint8Array {
  // Numbers that are not at a multiple of their size would have to be copied. Those of the corpus are at its end.
  const statisticsStart = roundUp(VOCABULARY_START + vocabulary.length);
  const end = roundUp(statisticsStart + statistics.length + corpus.length);
  const corpusStart = end - corpus.length;
  const bytes = new Uint8Array(end);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, MAGIC, true);
  header.setUint32(4, statisticsStart, true);
  header.setUint32(8, corpusStart, true);
  header.setUint32(12, end, true);
  bytes.set(fingerprint.subarray(0, FINGERPRINT_BYTES), FINGERPRINT_START);
  bytes.set(vocabulary, VOCABULARY_START);
  bytes.set(statistics, statisticsStart);
  bytes.set(corpus, corpusStart);
  return bytes;
}

function roundUp(length: number): number {
  return 4 * Math.ceil(length / 4);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
