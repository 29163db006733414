import type { ContractCase, Level } from "./contract-case.ts";
import type { FaceName } from "./faces/face.ts";
import { suiteOf } from "./suite.ts";

/** A choice among the cases of a face. */
export interface Selection {
  /** Ids of the cases to run. By default all. */
  readonly only?: readonly string[];
  /** Ids of cases to leave out. */
  readonly skip?: readonly string[];
  /** `must` leaves out what is only recommended. By default `should`: all cases. */
  readonly level?: Level;
}

/** A case that does not exist. */
export class UnknownCase extends Error {
  override readonly name = "UnknownCase";
}

/**
 * Selects cases of the suite of a face.
 *
 * @throws UnknownCase if the face has no case of that id.
 */
export function selectCases(
  face: FaceName,
  { only = [], skip = [], level = "should" }: Selection,
): readonly ContractCase[] {
  const cases = suiteOf(face);
  for (const id of [...only, ...skip]) {
    if (cases.some((contractCase) => contractCase.id === id)) continue;
    throw new UnknownCase(`The face ${face} has no case ${JSON.stringify(id)}.`);
  }
  return cases.filter((contractCase) => isSelected(contractCase, { only, skip, level }));
}

/** Tells if a case is among those of a selection. */
export function isSelected(
  { id, level: own = "must" }: ContractCase,
  { only = [], skip = [], level = "should" }: Selection,
): boolean {
  if (level === "must" && own !== "must") return false;
  return (only.length === 0 || only.includes(id)) && !skip.includes(id);
}
