import type { EngineServer } from "../engine-server.ts";
import { readRequest } from "../read-request.ts";
import { generateLikeTgi } from "./generate.ts";

export const tgi: EngineServer = {
  read(body) {
    const { temperature, top_p: topP } = body;
    const request = readRequest(body, { maxTokens: 2000 });
    // A temperature of 0 asks for no sampling, but a `top_p` asks for it again.
    const samples = temperature === 0 && topP != null;
    // It knows no presence penalty.
    return { ...request, presencePenalty: 0, temperature: samples ? 1 : request.temperature };
  },
  makeId: () => "",
  generate: generateLikeTgi,
  // Those that end first come first. In a stream their reason to is another word, and the token has a text.
  arrange: (choices) =>
    choices
      .map((choice) =>
        choice.finishReason === "eos_token"
          ? { ...choice, finishReason: "stop", text: choice.text.replace(/<\|endoftext\|>$/, "") }
          : choice,
      )
      .toSorted((one, other) => one.tokens - other.tokens),
  refusesInStream: true,
};
