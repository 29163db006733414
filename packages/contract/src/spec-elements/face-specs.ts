import openai from "@completions-api/spec/openai.json" with { type: "json" };
import completions from "@completions-api/spec/openapi.json" with { type: "json" };
import type { FaceName } from "../faces/face.ts";
import type { Pointer } from "./json-pointer.ts";

/** The bundled spec of a face, and its operation that completes prompts. */
export interface FaceSpec {
  readonly document: unknown;
  readonly operation: Pointer;
}

/** The spec of each face. */
export const faceSpecs: Readonly<Record<FaceName, FaceSpec>> = {
  completions: { document: completions, operation: "#/paths/~1completions/post" },
  openai: { document: openai, operation: "#/paths/~1v1~1completions/post" },
};
