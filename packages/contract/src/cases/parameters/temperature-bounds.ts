import type { ContractCase } from "../../contract-case.ts";
import { under } from "../../elements/pointers.ts";
import { brief, completes, refuses } from "../exchanges.ts";

export const temperatureBounds: ContractCase = {
  id: "temperature-bounds",
  title: "`temperature` is a number from 0 to 2",
  covers: under(
    "#/components/schemas/CreateCompletionRequest/properties/temperature",
    "type",
    "minimum",
    "maximum",
  ),
  exchanges: [
    ...[0, 0.5, 2].map((temperature) => completes({ ...brief, temperature })),
    ...[-0.001, 2.001, "1", null, [1]].map((temperature) =>
      refuses({ ...brief, temperature }, "temperature"),
    ),
  ],
};
