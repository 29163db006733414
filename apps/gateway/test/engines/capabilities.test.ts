import { readFileSync } from "node:fs";
import { createEmbeddedEngine } from "@completions-api/engine";
import { expect, test } from "vitest";
import { optionalParameters } from "../../src/backends/backend.ts";
import { dialects } from "../../src/backends/openai/dialects.ts";

test("docs/engines.md says which of OpenAI's parameters each engine supports", async () => {
  const page = readFileSync(new URL("../../docs/engines.md", import.meta.url), "utf8");
  const [, table = ""] = /^## OpenAI's parameters.*?^(\|.*?)\n\n/ms.exec(page) ?? [];
  const [header = [], , ...rows] = table
    .split("\n")
    .map((row) => [...row.matchAll(/[^|\s][^|]*?(?= *\|)/g)].map(([cell]) => cell.replaceAll("`", "")));
  const names = optionalParameters.filter((name) => header.includes(name));
  expect(header).toHaveLength(1 + 6);
  const documented = rows.map(([engine = "", ...cells]) => [
    engine,
    new Set(cells.flatMap((cell, column) => (cell === "yes" ? [] : [header[column + 1]]))),
  ]);
  const { capabilities = [] } = await createEmbeddedEngine();
  expect(Object.fromEntries(documented)).toEqual({
    embedded: new Set(names.filter((name) => !new Set<string>(capabilities).has(name))),
    ...Object.fromEntries(
      Object.entries(dialects).map(([engine, { unsupported }]) => [
        engine,
        new Set(names.filter((name) => unsupported.has(name))),
      ]),
    ),
  });
});
