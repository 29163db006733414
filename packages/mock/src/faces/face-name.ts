/** The names of the two faces of the API: its own, and the one for OpenAI's clients. */
export type FaceName = "completions" | "openai";
