import type { ContractCase } from "../../contract-case.ts";
import { brief, fails } from "../exchanges.ts";

export const contentFiltered: ContractCase = {
  id: "content-filtered",
  title: "A prompt that the content filter refuses is a 400 that blames the prompt",
  covers: ["#/components/schemas/ErrorCode/enum/content_filter"],
  needs: ["prefer"],
  exchanges: [
    fails(
      { headers: { prefer: "example=content-filtered" }, body: brief },
      { code: "content_filter", param: "prompt" },
    ),
  ],
};
