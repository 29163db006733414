import openai from "@completions-api/spec/openai.json" with { type: "json" };
import completions from "@completions-api/spec/openapi.json" with { type: "json" };
import type { FaceName } from "../../faces/face.ts";
import { isObject } from "../../is-object.ts";
import { type Answer, type NoAnswer, textsOfAnswer } from "../asker.ts";
import { found, missing, type Probe, unknown } from "../probe.ts";
import { findTroubleOfAll } from "../refusal.ts";

interface Example {
  readonly request: { readonly value: object };
  readonly response: {
    readonly value: { readonly id: string; readonly choices: readonly { readonly text: string }[] };
  };
}

const own = completions.components.examples;
const shared = openai.components.examples;
// Short ones whose texts no model would happen to give: any model may know the capital of France.
const examples: Readonly<Record<FaceName, readonly Example[]>> = {
  completions: [
    { request: own["token-prompt-request"], response: own["token-prompt-response"] },
    { request: own["filtered-completion-request"], response: own["filtered-completion-response"] },
  ],
  openai: [
    { request: shared["sample-request"], response: shared["sample-response"] },
    { request: shared["two-choices-request"], response: shared["two-choices-response"] },
  ],
};

/** Sends the requests of two of the spec's examples. */
export const hasExamples: Probe = {
  capability: "examples",
  find: async (asker) => {
    const asked = examples[asker.target.face];
    const answers = await Promise.all(asked.map(({ request }) => asker.ask({ body: request.value })));
    if (answers.some((answer, index) => isResponse(answer, asked[index])))
      return found("the request of an example of the spec got the example's response");
    const trouble = await findTroubleOfAll(asker, answers);
    if (trouble !== undefined) return unknown(trouble);
    return missing("the requests of the spec's examples got other responses than the examples");
  },
};

/** Tells if an answer is an example's response. A server that breaks one part of it has the other one. */
function isResponse(answer: Answer | NoAnswer, example: Example | undefined): boolean {
  if (answer.status === undefined || example === undefined) return false;
  const { id, choices } = example.response.value;
  const texts = choices.map(({ text }) => text);
  return (
    (isObject(answer.json) && answer.json.id === id) ||
    JSON.stringify(textsOfAnswer(answer)) === JSON.stringify(texts)
  );
}
