import type { Json } from "../model/json.ts";

/** Formats a name for a sentence. */
export function code(name: string): string {
  return `\`${name}\``;
}

/** Formats a value for a sentence, cut so that the sentence stays one line. */
export function valueText(value: Json | undefined): string {
  if (value === undefined) return "absent";
  const text = JSON.stringify(value);
  return code(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
