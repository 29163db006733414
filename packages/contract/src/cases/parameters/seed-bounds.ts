import type { ContractCase } from "../../contract-case.ts";
import { under } from "../../elements/pointers.ts";
import { brief, completes, refuses } from "../exchanges.ts";

const most = Number.MAX_SAFE_INTEGER;

export const seedBounds: ContractCase = {
  id: "seed-bounds",
  title: "`seed` is any integer that JSON carries exactly",
  covers: under("#/components/schemas/CreateCompletionRequest/properties/seed", "type", "minimum", "maximum"),
  exchanges: [
    ...[-most, -1, 0, most].map((seed) => completes({ ...brief, seed })),
    ...[-most - 1, most + 1, 0.5, "1", null].map((seed) => refuses({ ...brief, seed }, "seed")),
  ],
};
