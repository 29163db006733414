import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const retryAfterOf503: ContractCase = {
  id: "retry-after-of-503",
  title: "A 503 can say when to retry",
  faces: ["completions", "openai"],
  level: "should",
  sources: [rfc(9110, "15.6.4", "A 503 may say when to retry.")],
  covers: ["#/components/responses/OtherError/headers/Retry-After"],
  needs: ["prefer"],
  exchanges: [
    fails(
      { headers: { prefer: "code=503, retry-after=7" }, body: briefRequest },
      { code: "service_unavailable", retryAfter: 7 },
    ),
  ],
};
