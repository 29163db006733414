import type { EngineServer } from "../engine-server.ts";
import { readRequest } from "../read-request.ts";
import { generateLikeTgi } from "./generate.ts";

export const tgi: EngineServer = {
  read(body) {
    const { temperature, top_p: topP } = body;
    const request = readRequest(body, { maxTokens: 2000 });
    // A temperature of 0 turns sampling off, but a `top_p` turns it on again.
    const samples = temperature === 0 && topP != null;
    // TGI has no presence penalty.
    return { ...request, presencePenalty: 0, temperature: samples ? 1 : request.temperature };
  },
  createId: () => "",
  generate: generateLikeTgi,
  // Choices that end first come first. Only a stream shows the token that ended a text, and has another finish reason.
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
