import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const contentFiltered: ContractCase = {
  id: "content-filtered",
  title: "A prompt that the content filter refuses gets a 400 with `param` set to `prompt`",
  covers: ["#/components/schemas/ErrorCode/enum/content_filter"],
  needs: ["prefer"],
  exchanges: [
    fails(
      { headers: { prefer: "example=content-filtered" }, body: briefRequest },
      { code: "content_filter", param: "prompt" },
    ),
  ],
};
