import type { ContractCase } from "../contract-case.ts";
import type { FaceName } from "../faces/face.ts";
import { type DescribedSource, describeSources } from "../format-sources.ts";
import { suiteOf } from "../suite.ts";

const suites = new Map<FaceName, ReadonlyMap<string, ContractCase>>();

/** Returns the elements of the spec that a case covers. A case that is not in the suite of the face has none. */
export function coversOf(id: string, face: FaceName): readonly string[] {
  return findCase(id, face)?.covers ?? [];
}

/** Returns where the statement of a case comes from. A case that is not in the suite of the face has no sources. */
export function sourcesOf(id: string, face: FaceName): readonly DescribedSource[] {
  const contractCase = findCase(id, face);
  return contractCase === undefined ? [] : describeSources(contractCase, face);
}

/** Formats a source as one sentence. */
export function formatSource({ kind, name, says }: DescribedSource): string {
  return `${kind === "rule" ? "rule " : ""}${name}: ${says}`;
}

function findCase(id: string, face: FaceName): ContractCase | undefined {
  const suite =
    suites.get(face) ?? new Map(suiteOf(face).map((contractCase) => [contractCase.id, contractCase]));
  suites.set(face, suite);
  return suite.get(id);
}
