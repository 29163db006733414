import { briefRequest } from "../../case-helpers/exchanges.ts";
import { eventStream } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { sendRequest } from "../../http/send.ts";

export const lastEventIsComplete: ContractCase = {
  id: "last-event-is-complete",
  title: "An empty line ends [DONE], as it does every event",
  faces: ["completions", "openai"],
  sources: [eventStream("An event at the end of a stream that no empty line ends is discarded.")],
  covers: ["stream-done-is-last"],
  run: async (target) => {
    const response = await sendRequest(target, { body: { ...briefRequest, stream: true } });
    const end = (await response.text()).slice(-100);
    expectThat(/(\r\n|\r|\n)(\r\n|\r|\n)$/.test(end), "an empty line at the end of the stream", end);
  },
};
