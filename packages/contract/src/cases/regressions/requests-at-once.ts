import { askText } from "../../case-helpers/ask.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const prompts = ["The whale", "Call me Ishmael."];
const request = { max_tokens: 6, temperature: 0 };

export const requestsAtOnce: ContractCase = {
  id: "requests-at-once",
  title: "Requests at the same time each get the text of their own prompt",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/ml-explore/mlx-lm/issues/965",
      says: "requests at the same time got texts about each other's prompts",
    },
    {
      report: "https://github.com/inferencerlabs/inferencer-feedback/issues/127",
      says: "the texts of requests at the same time were mixed",
    },
    {
      report: "https://github.com/ggml-org/llama.cpp/issues/10072",
      says: "requests at the same time shared a slot, and so their texts",
    },
  ],
  covers: ["#/components/schemas/Choices/properties/text"],
  needs: ["greedy-repeats"],
  run: async (target) => {
    const alone: string[] = [];
    for (const prompt of prompts) alone.push(await askText(target, { ...request, prompt }));
    const together = await Promise.all(prompts.map((prompt) => askText(target, { ...request, prompt })));
    if (String(together) === String(alone)) return;
    const swapped = together.find((text, index) => text !== alone[index] && alone.includes(text));
    expectThat(swapped === undefined, `the texts ${JSON.stringify(alone)}`, together);
    // Servers that compute requests together may compute the last digits of a probability in another way.
    throw new Inconclusive(`the texts ${JSON.stringify(together)} are those of no prompt`);
  },
};
