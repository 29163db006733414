import * as azure from "../src/index.ts";
import * as openai from "../src/openai.ts";

/** The faces of the API, our own and the one for OpenAI's clients, with their exports. Both must pass most tests. */
export const faces: readonly [["azure", typeof azure], ["openai", typeof openai]] = [
  ["azure", azure],
  ["openai", openai],
];
