import { casesOf } from "./cases/index.ts";
import type { ContractCase } from "./contract-case.ts";
import type { FaceName } from "./faces/face.ts";
import { generateNegativeCases } from "./negative/negative-cases.ts";

/** Returns the whole suite of a face: its cases by topic, and those that are generated from the spec. */
export function suiteOf(face: FaceName): readonly ContractCase[] {
  return [...casesOf(face), ...generateNegativeCases(face)];
}
