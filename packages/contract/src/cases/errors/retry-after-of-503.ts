import type { ContractCase } from "../../contract-case.ts";
import { brief, fails } from "../exchanges.ts";

export const retryAfterOf503: ContractCase = {
  id: "retry-after-of-503",
  title: "A 503 may say when to try again",
  covers: ["#/components/responses/OtherError/headers/Retry-After"],
  needs: ["prefer"],
  exchanges: [
    fails(
      { headers: { prefer: "code=503, retry-after=7" }, body: brief },
      { code: "service_unavailable", retryAfter: 7 },
    ),
  ],
};
