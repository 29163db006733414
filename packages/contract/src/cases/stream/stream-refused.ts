import type { ContractCase } from "../../contract-case.ts";
import { brief, fails, refuses } from "../exchanges.ts";

export const streamRefused: ContractCase = {
  id: "stream-refused",
  title: "A failure before the first event is an ordinary error response",
  covers: ["stream-error-event"],
  exchanges: [
    refuses({ ...brief, temperature: 3, stream: true }, "temperature"),
    fails({ body: { ...brief, stream: true, model: "llama2-7b" } }, { code: "extra_parameters_not_allowed" }),
  ],
};
