import { readFileSync } from "node:fs";
import { createEmbeddedEngine } from "@completions-api/engine";
import { expect, test } from "vitest";
import { optionalParameters } from "../../src/backends/backend.ts";
import { dialects } from "../../src/backends/openai/dialects.ts";

const readPage = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");
const engines = readPage("engines.md");
const requests = readPage("requests-to-engines.md");

/** Returns the cells of the first table after a heading, row by row, without the line below its header. */
function readTable(page: string, heading: string): string[][] {
  const [, table = ""] = new RegExp(`^#+ ${heading}\\n.*?^(\\|.*?)\\n\\n`, "ms").exec(page) ?? [];
  return table
    .split("\n")
    .filter((row) => !/^[|\s-]*$/.test(row))
    .map((row) => [...row.matchAll(/[^|\s][^|]*?(?= *\|)/g)].map(([cell]) => cell.replaceAll("`", "")));
}

test("docs/engines.md lists every engine", () => {
  const [, ...rows] = readTable(engines, "Engines");
  expect(rows.map(([engine]) => engine).toSorted()).toEqual(
    ["embedded", ...Object.keys(dialects)].toSorted(),
  );
});

test("docs/requests-to-engines.md says which engines are not asked for a stream unless the caller wants one", () => {
  const [, list = ""] = /A stream\*\* is requested .*?, except from (.*?)\./s.exec(requests) ?? [];
  const names = list.split(/, | and /).map((name) => name.toLowerCase());
  const stopping = Object.entries(dialects).filter(([, { stopsWhenLeft }]) => stopsWhenLeft === "always");
  expect(names.toSorted()).toEqual(stopping.map(([engine]) => engine).toSorted());
});

test("docs/requests-to-engines.md says which of OpenAI's parameters each engine supports", async () => {
  const [header = [], ...rows] = readTable(requests, "OpenAI's parameters");
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
