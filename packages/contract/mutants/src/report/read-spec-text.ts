import type { FaceName } from "../../../src/index.ts";
import { printJson } from "../mutations/print-json.ts";
import { specs } from "../spec/specs.ts";

/** Returns the text of a face's spec in which places are found. */
export function readSpecText(face: FaceName): string {
  return printJson(specs[face]).text;
}
