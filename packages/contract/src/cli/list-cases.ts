import type { ContractCase } from "../contract-case.ts";
import { type FaceName, faceNames } from "../faces/face.ts";
import { suiteOf } from "../suite.ts";

/** Lists the cases of a face, or of both faces, each once. */
export function listCases(face?: FaceName): readonly ContractCase[] {
  const faces = face === undefined ? faceNames : [face];
  return [...new Set(faces.flatMap(suiteOf))];
}
