import { ask } from "../../case-helpers/ask.ts";
import { expectStops } from "../../case-helpers/expect-stops.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";

const request = { prompt: "The ship", max_tokens: 12, temperature: 0 };

export const stopInsideToken: ContractCase = {
  id: "stop-inside-token",
  title: "A stop sequence in the middle of an event's text ends the text there, not after the event",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/mzau/mlx-knife/issues/68",
      says: "the token with the stop sequence had been sent whole, with what the model wrote after it",
    },
    {
      report: "https://github.com/vllm-project/vllm/issues/57052",
      says: "the stop sequence, and the end of its token, stayed in the text",
    },
    {
      report: "https://github.com/huggingface/text-generation-inference/issues/1039",
      says: "a stop sequence ended the text only if it ended where a token does, and stayed in the text",
    },
  ],
  covers: ["stop-excluded", "#/components/schemas/CompletionFinishReason/enum/stop"],
  needs: ["greedy-repeats"],
  run: async (target) => {
    const { events } = await ask(target, { ...request, stream: true });
    const text = events.join("");
    const stop = events
      .map((event, index) => {
        const [first = "", ...rest] = Array.from(event);
        const inner = rest.slice(0, Math.max(1, rest.length - 1)).join("");
        return { stop: inner, start: events.slice(0, index).join("").length + first.length };
      })
      .find(
        ({ stop, start }) => stop !== "" && text.indexOf(stop) === start && !stop.includes("\uFFFD"),
      )?.stop;
    if (stop === undefined)
      throw new Inconclusive(`no stop sequence lies inside an event of ${JSON.stringify(events)}`);
    await expectStops(target, request, stop, text);
  },
};
