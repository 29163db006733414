import { azureFormat } from "./azure.ts";
import type { Face } from "./face.ts";
import type { FaceFormat } from "./face-format.ts";
import { openAIFormat } from "./openai.ts";

/** The format of each face. */
export const faceFormats: Readonly<Record<Face, FaceFormat>> = { azure: azureFormat, openai: openAIFormat };
