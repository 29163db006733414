/** A way in which a server offers the API: `azure` is its own face, `openai` the one for OpenAI's clients. */
export type FaceName = "azure" | "openai";

/** The default face of targets and cases. */
export const defaultFace: FaceName = "azure";
