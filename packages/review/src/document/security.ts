import { isJsonObject, type Json } from "../model/json.ts";

type Alternative = Readonly<Record<string, readonly string[]>>;

/** Reads the alternatives of a security requirement: sorted, each once. An empty list needs nothing. */
export function readSecurity(security: Json | undefined): readonly Alternative[] {
  const alternatives = (Array.isArray(security) ? security : []).filter((item) => isJsonObject(item));
  const byText = new Map(
    alternatives.map((item) => {
      const schemes = Object.entries(item).map(([name, scopes]) => [name, readScopes(scopes)] as const);
      const alternative: Alternative = Object.fromEntries(
        schemes.toSorted(([left], [right]) => (left < right ? -1 : 1)),
      );
      return [JSON.stringify(alternative), alternative] as const;
    }),
  );
  if (byText.size === 1 && byText.has("{}")) return [];
  return [...byText]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, alternative]) => alternative);
}

function readScopes(scopes: Json): string[] {
  const names = (Array.isArray(scopes) ? scopes : []).filter((scope) => typeof scope === "string");
  return [...new Set(names)].toSorted();
}
