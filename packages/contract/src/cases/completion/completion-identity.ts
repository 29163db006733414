import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { under } from "../../elements/pointers.ts";
import { brief, completes } from "../exchanges.ts";

/** In seconds: more than clocks are apart, and less than where other units would lead. */
const day = 86_400;

export const completionIdentity: ContractCase = {
  id: "completion-identity",
  title: "A completion has an id of its own, and says in seconds when it was made",
  covers: [
    ...under("#/components/schemas/CreateCompletionResponse/properties", "id", "created"),
    ...under("#/components/schemas/CompletionChunk/properties", "id", "created"),
  ],
  exchanges: [completes(brief), completes(brief), completes({ ...brief, stream: true })],
  check: (completions) => {
    const ids = completions.map(({ completion }) => completion.id);
    expectThat(new Set(ids).size === ids.length, "another id each time", ids);
    const now = Math.floor(Date.now() / 1000);
    for (const { completion } of completions) {
      expectThat(Math.abs(completion.created - now) < day, `created near ${now}`, completion.created);
    }
  },
};
