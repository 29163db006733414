import { briefRequest, refuses } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const detailValueCut: ContractCase = {
  id: "detail-value-cut",
  title: "`detail.value` is cut after 256 characters, never inside a character",
  covers: ["#/components/schemas/Detail/properties/value/maxLength"],
  exchanges: [
    refuses({ ...briefRequest, seed: "w".repeat(1000) }, "seed"),
    refuses({ ...briefRequest, seed: "🐋".repeat(1000) }, "seed"),
    refuses({ ...briefRequest, seed: "w".repeat(254) }, "seed"),
  ],
};
