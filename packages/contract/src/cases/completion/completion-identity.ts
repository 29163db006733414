import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

/** In seconds. Clocks of two machines differ by less; a time in another unit differs by more. */
const day = 86_400;

export const completionIdentity: ContractCase = {
  id: "completion-identity",
  title: "Each completion has its own id, and `created` is its Unix time in seconds",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("A completion has a unique id, and the Unix time in seconds at which it was created."),
    { report: "https://github.com/BerriAI/litellm/issues/4654", says: "`created` was a fraction." },
  ],
  covers: [
    ...under("#/components/schemas/CreateCompletionResponse/properties", "id", "created"),
    ...under("#/components/schemas/CompletionChunk/properties", "id", "created"),
  ],
  exchanges: [completes(briefRequest), completes(briefRequest), completes({ ...briefRequest, stream: true })],
  check: (completions) => {
    const ids = completions.map(({ completion }) => completion.id);
    expectThat(new Set(ids).size === ids.length, "a different id for each completion", ids);
    const now = Math.floor(Date.now() / 1000);
    for (const { completion } of completions) {
      expectThat(Math.abs(completion.created - now) < day, `created near ${now}`, completion.created);
    }
  },
};
