import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { completes } from "../exchanges.ts";

const requests = [
  { prompt: "The whale", max_tokens: 32, seed: 7 },
  { prompt: ["The whale", "The ship"], max_tokens: 16, temperature: 0 },
  { prompt: [[464, 17369], [1212]], max_tokens: 16, seed: -7, temperature: 2 },
  { prompt: "The whale", max_tokens: 64, seed: 7, stop: [".", "\n"] },
];

export const streamEqualsJson: ContractCase = {
  id: "stream-equals-json",
  title: "A stream adds up to what the same request gets without `stream`",
  covers: ["stream-equals-json"],
  needs: ["deterministic"],
  exchanges: requests.flatMap((request) => [completes(request), completes({ ...request, stream: true })]),
  check: (completions) => {
    for (let index = 0; index < completions.length; index += 2) {
      const [whole, joined] = completions.slice(index, index + 2).map(({ completion }) => ({
        choices: completion.choices,
        usage: completion.usage,
      }));
      expectThat(JSON.stringify(joined) === JSON.stringify(whole), JSON.stringify(whole), joined);
    }
  },
};
