import { completionsFormat } from "./completions.ts";
import type { FaceName } from "./face.ts";
import type { FaceFormat } from "./face-format.ts";
import { openAIFormat } from "./openai.ts";

/** The format of each face. */
export const faceFormats: Readonly<Record<FaceName, FaceFormat>> = {
  completions: completionsFormat,
  openai: openAIFormat,
};
