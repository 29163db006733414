import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import load, { check_compat } from "jsoncompat";
import { type Case, readDocument } from "../corpus.ts";
import type { Break, Peer } from "../peer.ts";
import { extractSchemas, withoutSchemas } from "../schemas.ts";

/**
 * jsoncompat. It compares schemas, so it gets those of bodies and events, and only the cases in which nothing else
 * differs.
 */
export async function createJsoncompat(): Promise<Peer> {
  const entry = import.meta.resolve("jsoncompat");
  await load({ module_or_path: await readFile(new URL("jsoncompat_wasm_bg.wasm", entry)) });
  const { version } = JSON.parse(await readFile(new URL("package.json", entry), "utf8"));
  return {
    name: `jsoncompat ${version}`,
    async findBreaks(given: Case) {
      const [base, head] = await Promise.all([readDocument(given.base), readDocument(given.head)]);
      if (!isDeepStrictEqual(withoutSchemas(base), withoutSchemas(head))) return undefined;
      const after = extractSchemas(head);
      return extractSchemas(base).flatMap(({ part, schema }, index): Break[] => {
        const other = after[index]?.schema ?? true;
        const isFine =
          part === "request" ? accepts(schema, other, "deserializer") : accepts(schema, other, "serializer");
        return isFine ? [] : [{ promises: [part === "event" ? "stream" : "wire"] }];
      });
    },
  };
}

/** Counts a schema that it does not support as a break, as a cautious caller would. */
function accepts(base: unknown, head: unknown, role: "serializer" | "deserializer"): boolean {
  try {
    return check_compat(JSON.stringify(base), JSON.stringify(head), role);
  } catch {
    return false;
  }
}
