import { isJsonObject, type Json } from "../../model/json.ts";

/** Writes the value of a parameter or header as text. Lists are separated by commas, the form that all styles can read. */
export function wireText(value: Json): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(wireText).join(",");
  if (!isJsonObject(value)) return String(value);
  return Object.entries(value)
    .flatMap(([name, member]) => [name, wireText(member)])
    .join(",");
}
