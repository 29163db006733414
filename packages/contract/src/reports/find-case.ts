import type { ContractCase } from "../contract-case.ts";
import type { FaceName } from "../faces/face.ts";
import { suiteOf } from "../suite.ts";

const suites = new Map<FaceName, ReadonlyMap<string, ContractCase>>();

/** Finds a case in the suite of a face. A case that somebody else wrote is not in it. */
export function findCase(id: string, face: FaceName): ContractCase | undefined {
  const suite =
    suites.get(face) ?? new Map(suiteOf(face).map((contractCase) => [contractCase.id, contractCase]));
  suites.set(face, suite);
  return suite.get(id);
}

/** Returns where the statement of a case comes from. */
export function sourcesOf(contractCase: ContractCase, _face: FaceName): readonly string[] {
  return contractCase.covers;
}
