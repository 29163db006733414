import { readFileSync } from "node:fs";
import type { SourcePlace } from "../outcome.ts";

const texts = new Map<string, string>();

/** Finds a broken server in the file of its family. */
export function findInCatalogue(family: string, id: string): SourcePlace {
  const text =
    texts.get(family) ?? readFileSync(new URL(`../catalogue/${family}.ts`, import.meta.url), "utf8");
  texts.set(family, text);
  const statement = `id: ${JSON.stringify(id)}`;
  const start = text.indexOf(statement);
  if (start < 0) throw new Error(`The family ${family} does not name ${id} as a literal.`);
  return {
    file: `packages/contract/mutants/src/catalogue/${family}.ts`,
    start,
    end: start + statement.length,
  };
}
