import { ask } from "../../case-helpers/ask.ts";
import { expectStops } from "../../case-helpers/expect-stops.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";

const request = { prompt: "The whale", max_tokens: 12, temperature: 0 };

export const stopAcrossEvents: ContractCase = {
  id: "stop-across-events",
  title:
    "A stop sequence that begins in one event of a stream and ends in the next ends the text before both parts",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/vllm-project/vllm/issues/3574",
      says: "tokens that together became the stop sequence had been sent before the last of them was generated",
    },
    {
      report: "https://github.com/mzau/mlx-knife/issues/68",
      says: "a stop sequence that spanned two tokens was never found, because each token was searched by itself",
    },
    {
      report: "https://github.com/SharpAI/SwiftLM/issues/133",
      says: "the part of a stop sequence in the event before the last one reached the client",
    },
    {
      report: "https://github.com/jundot/omlx/issues/2386",
      says: "the text kept the beginning of a stop sequence of several tokens",
    },
  ],
  covers: ["stop-excluded"],
  needs: ["greedy-repeats"],
  run: async (target) => {
    const { events } = await ask(target, { ...request, stream: true });
    const text = events.join("");
    const borders = events.map((_, index) => events.slice(0, index).join("").length).slice(1);
    const stops = borders
      .map((border) => {
        const [before = ""] = Array.from(text.slice(0, border)).slice(-1);
        const [after = ""] = Array.from(text.slice(border));
        return { stop: before + after, start: border - before.length };
      })
      .filter(({ stop, start }) => text.indexOf(stop) === start && !stop.includes("\uFFFD"));
    // One that leaves some text, if there is any.
    const { stop } = stops.find(({ start }) => start > 0) ?? stops[0] ?? {};
    if (stop === undefined)
      throw new Inconclusive(`no stop sequence spans two events of ${JSON.stringify(events)}`);
    await expectStops(target, request, stop, text);
  },
};
