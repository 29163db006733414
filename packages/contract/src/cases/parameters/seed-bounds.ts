import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

const most = Number.MAX_SAFE_INTEGER;

export const seedBounds: ContractCase = {
  id: "seed-bounds",
  title: "`seed` is any integer that a JSON number represents exactly, or null",
  faces: ["completions", "openai"],
  covers: under("#/components/schemas/CreateCompletionRequest/properties/seed", "type", "minimum", "maximum"),
  exchanges: [
    ...[-most, -1, 0, most, null].map((seed) => completes({ ...briefRequest, seed })),
    ...[-most - 1, most + 1, 0.5, "1"].map((seed) => refuses({ ...briefRequest, seed }, "seed")),
  ],
};
