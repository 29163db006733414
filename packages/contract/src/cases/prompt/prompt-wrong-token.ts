import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const promptWrongToken: ContractCase = {
  id: "prompt-wrong-token",
  title: "An invalid token in a prompt is refused at its own index",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("A prompt is a string, a list of strings, a list of tokens, or a list of token lists."),
  ],
  covers: [
    ...under("#/components/schemas/Prompt/oneOf/2", "items/type", "items/minimum"),
    ...under("#/components/schemas/Prompt/oneOf/3", "items/items/type", "items/items/minimum"),
    "one-detail-per-fault",
  ],
  needs: ["token-prompts"],
  exchanges: [
    ...[[0], [[0]]].map((prompt) => completes({ ...briefRequest, prompt })),
    refuses({ ...briefRequest, prompt: [36, 0.5] }, "prompt", "1"),
    refuses({ ...briefRequest, prompt: [36, -1] }, "prompt", "1"),
    refuses({ ...briefRequest, prompt: [36, null] }, "prompt", "1"),
    refuses({ ...briefRequest, prompt: [[36], [0, 0.5]] }, "prompt", "1", "1"),
    refuses({ ...briefRequest, prompt: [[36], [0, -1]] }, "prompt", "1", "1"),
    refuses({ ...briefRequest, prompt: [[36], [0, "whale"]] }, "prompt", "1", "1"),
    refuses({ ...briefRequest, prompt: [[36], [[36]]] }, "prompt", "1", "0"),
  ],
};
