import { readAnswer } from "../../case-helpers/ask.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { describeFailure, timedOut } from "../../describe-failure.ts";
import { faceFormats } from "../../faces/face-formats.ts";
import { sendRequest } from "../../http/send.ts";
import { withText } from "../../http/with-text.ts";

/** No server splits a token into that many events. */
const mostEventsOfToken = 16;

export const maxTokensDefault: ContractCase = {
  id: "max-tokens-default",
  title: "Without `max_tokens`, a text has at most the default number of tokens",
  faces: ["completions", "openai"],
  sources: [openAICompletions("The default of `max_tokens` is 16.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/max_tokens/default"],
  run: async (target) => {
    const { face } = target;
    const body = {
      ...{ prompt: "The whale", temperature: 0, stream: true },
      ...(face === "openai" && { stream_options: { include_usage: true } }),
    };
    const limit = faceFormats[face].readRequest(body)?.maxTokens ?? 0;
    const response = await sendRequest(target, { body });
    const text = await readEvents(response, limit);
    const { choices, usage } = await readAnswer(withText(response, text), target, body);
    const { completion_tokens = 0 } = usage ?? {};
    expectThat(completion_tokens <= limit, `at most ${limit} completion_tokens`, usage);
    if (choices[0]?.finish_reason !== "length") throw new Inconclusive("the text ended by itself");
    if (!usage) throw new Inconclusive("the stream has no usage");
    const why = `${limit} completion_tokens, since the text ended with "length"`;
    expectThat(completion_tokens === limit, why, usage);
  },
};

/** Reads a stream, unless it has so many events that it goes on until the context is full. */
async function readEvents({ body }: Response, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const bytes of body ?? []) {
      text += decoder.decode(bytes, { stream: true });
      const events = text.split(/^data:/m).length - 1;
      expectThat(
        events <= limit * mostEventsOfToken,
        `at most ${limit} completion_tokens`,
        `${events} events`,
      );
    }
  } catch (error) {
    if (text === "" || describeFailure(error) !== timedOut) throw error;
    throw new Inconclusive("the text was not over in time; a longer --timeout may tell", { cause: error });
  }
  return text;
}
