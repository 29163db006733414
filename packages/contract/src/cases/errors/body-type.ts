import type { ContractCase } from "../../contract-case.ts";
import { refuses } from "../exchanges.ts";

export const bodyType: ContractCase = {
  id: "body-type",
  title: "A body that is JSON, but no object, is refused as a whole",
  covers: ["#/components/schemas/CreateCompletionRequest/type"],
  exchanges: [null, true, 5, "The whale", ["The whale"]].map((body) => refuses(body)),
};
