import { code } from "../code.ts";
import type { SchemaSite } from "./schema-sites.ts";

/** Returns the name of a place in a schema for the beginning of a sentence: a property's path, or the whole part. */
export function nameAnnotated(site: SchemaSite, place: string): string {
  if (place === "") return site.subject;
  return site.kind === "body" || site.kind === "response" || site.kind === "event"
    ? code(place)
    : `${site.subject} (${code(place)})`;
}
