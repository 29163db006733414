import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

const most = Number.MAX_SAFE_INTEGER;

export const seedBounds: ContractCase = {
  id: "seed-bounds",
  title: "`seed` is any integer that a JSON number represents exactly, or null",
  faces: ["completions", "openai"],
  sources: [rfc(8259, "6", "Integers from -(2**53)+1 to (2**53)-1 are exact in every implementation.")],
  covers: under("#/components/schemas/CreateCompletionRequest/properties/seed", "type", "minimum", "maximum"),
  exchanges: [
    ...[-most, -1, 0, most, null].map((seed) => completes({ ...briefRequest, seed })),
    ...[-most - 1, most + 1, 0.5, "1"].map((seed) => refuses({ ...briefRequest, seed }, "seed")),
  ],
};
