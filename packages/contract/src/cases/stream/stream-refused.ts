import { briefRequest, fails, refuses } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const streamRefused: ContractCase = {
  id: "stream-refused",
  title: "A failure before the first event is an ordinary error response",
  faces: ["completions", "openai"],
  sources: [rfc(9110, "15", "A response has one final status, which precedes its content.")],
  covers: ["stream-error-event"],
  exchanges: [
    refuses({ ...briefRequest, temperature: 3, stream: true }, "temperature"),
    fails({ body: { ...briefRequest, stream: true, top_k: 4 } }, { code: "extra_parameters_not_allowed" }),
  ],
};
