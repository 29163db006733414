import * as azure from "../src/index.ts";
import * as openai from "../src/openai.ts";

/** The faces of the API, our own and the one for OpenAI's clients, with their exports. Both must pass most tests. */
export const faces: readonly [["completions", typeof azure], ["openai", typeof openai]] = [
  ["completions", azure],
  ["openai", openai],
];
