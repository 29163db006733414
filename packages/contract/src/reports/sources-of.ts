import { casesOf } from "../cases/index.ts";
import type { FaceName } from "../faces/face.ts";

/** Returns the elements of the spec that a case covers. A case that is not in the catalogue has none. */
export function coversOf(id: string, face: FaceName): readonly string[] {
  return casesOf(face).find((contractCase) => contractCase.id === id)?.covers ?? [];
}

/** Returns where the statement of a case comes from, most specific first. */
export function sourcesOf(id: string, face: FaceName): readonly string[] {
  return coversOf(id, face);
}
