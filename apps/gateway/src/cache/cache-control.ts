import type { CacheControl } from "../backends/backend.ts";

/** Reads the directives of a request's `Cache-Control` that concern a cache of completions (RFC 9111, section 5.2.1). */
export function readCacheControl(header: string | undefined): CacheControl {
  if (header === undefined) return {};
  const directives = header.split(",").map((directive) => directive.trim().toLowerCase());
  const [maxAge] = directives.flatMap((directive) => /^max-age="?(\d+)"?$/.exec(directive)?.[1] ?? []);
  return {
    ...(directives.includes("no-cache") && { noCache: true }),
    ...(directives.includes("no-store") && { noStore: true }),
    ...(maxAge !== undefined && { maxAge: Number(maxAge) * 1000 }),
  };
}
