import type { ContractCase } from "../../contract-case.ts";
import { brief, refuses } from "../exchanges.ts";

export const detailValueCut: ContractCase = {
  id: "detail-value-cut",
  title: "The value at fault is cut at 256 characters, and never inside one",
  covers: ["#/components/schemas/Detail/properties/value/maxLength"],
  exchanges: [
    refuses({ ...brief, seed: "w".repeat(1000) }, "seed"),
    refuses({ ...brief, seed: "🐋".repeat(1000) }, "seed"),
    refuses({ ...brief, seed: "w".repeat(254) }, "seed"),
  ],
};
