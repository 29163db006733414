/** A way in which a server offers the API: `completions` is its own face, `openai` the one for OpenAI's clients. */
export type FaceName = "completions" | "openai";

/** The names of both faces. */
export const faceNames: readonly FaceName[] = ["completions", "openai"];

/** The default face of targets and cases. */
export const defaultFace: FaceName = "completions";
