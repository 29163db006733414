import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { compareParts } from "../../src/compare/compare-parts.ts";
import { groupBy } from "../../src/compare/group-by.ts";
import { loadDocument } from "../../src/document/load-document.ts";
import { readApi } from "../../src/document/read-api.ts";
import { openRepository } from "../../src/git/open-repository.ts";
import { listMutations, type Mutation } from "./mutations/mutations.ts";
import { replacePart } from "./mutations/replace-part.ts";

/** All edits take minutes: `MUTATIONS=all npx vitest run test/compare/mutations.test.ts` tries them. */
const triesAll = process.env.MUTATIONS === "all";

test("no edit of this repository's spec that somebody relies on goes unseen", {
  timeout: 900_000,
}, async () => {
  const repository = await openRepository(fileURLToPath(new URL("../../../..", import.meta.url)));
  const document = await loadDocument(repository.worktree(), "spec/openapi.yaml");
  const base = { document, api: readApi(document) };
  const all = listMutations(document.root);
  const tried = triesAll ? all : firstOfEachKind(all);
  const unseen = tried.filter(({ part, replacement }) => {
    const mutated = { ...document, root: replacePart(document.root, part, replacement) };
    return compareParts({ base, head: { document: mutated, api: readApi(mutated) } }).length === 0;
  });
  console.log(
    `${tried.length} of ${all.length} edits of the spec were tried, ${unseen.length} were not seen.`,
  );
  expect(unseen.map(({ name }) => name)).toEqual([]);
  expect(all.length).toBeGreaterThan(600);
});

function firstOfEachKind(mutations: readonly Mutation[]): readonly Mutation[] {
  return [...groupBy(mutations, ({ kind }) => kind).values()].flatMap((group) => group.slice(0, 1));
}
