import { refuses } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const bodyType: ContractCase = {
  id: "body-type",
  title: "A JSON body that is not an object is refused as a whole",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/CreateCompletionRequest/type"],
  exchanges: [null, true, 5, "The whale", ["The whale"]].map((body) => refuses(body)),
};
