import { textsOf } from "../../case-helpers/texts.ts";
import { type ContractCase, Inconclusive, type ReceivedCompletion } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readResponse } from "../../http/read-response.ts";
import { sendRequest } from "../../http/send.ts";
import type { CaseTarget } from "../../target.ts";

const tokens = 12;

export const usageCountsNoCharacters: ContractCase = {
  id: "usage-counts-no-characters",
  title: "`prompt_tokens` counts the tokens of a text, not its characters",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/CompletionUsage/properties/prompt_tokens"],
  run: async (target) => {
    const generated = await complete(target, "The whale", tokens);
    const [text = ""] = textsOf(generated);
    // The model wrote it with 12 tokens, so it has no token for each character.
    if (text.length < 3 * tokens) throw new Inconclusive(`the text ${JSON.stringify(text)} is too short`);
    const { completion } = await complete(target, text, 1);
    const counted = completion.usage?.prompt_tokens ?? 0;
    expectThat(counted < text.length, `fewer than ${text.length} prompt_tokens, its characters`, counted);
  },
};

async function complete(target: CaseTarget, prompt: string, max_tokens: number): Promise<ReceivedCompletion> {
  const request = { body: { prompt, max_tokens, temperature: 0 } };
  const received = await readResponse(await sendRequest(target, request), request, target);
  if (received.outcome !== "completion") throw new Inconclusive("the server refuses a greedy request");
  return received;
}
