import type { Parameter } from "../../model/api.ts";
import { code } from "../code.ts";

/** Returns the name of a parameter for sentences. */
export function nameParameter({ in: place, name }: Parameter): string {
  const kinds = { query: "query parameter", path: "path parameter", header: "header", cookie: "cookie" };
  return `The ${kinds[place]} ${code(name)}`;
}
