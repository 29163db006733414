import { describe, expect, test } from "vitest";
import { guidePages } from "../src/guides/guide-pages.tsx";
import { guides } from "../src/guides/guides.ts";
import { readDocument, readSections } from "../src/guides/sections.ts";
import { headingId } from "../src/markdown.ts";
import { neighborsOf } from "../src/navigation.ts";
import { readRepositoryFile, repositoryUrl } from "../src/repository.ts";

const pages = guidePages();

describe.each(guides)("$title", ({ name, sources }) => {
  test("has each section that it names, with everything below it", () => {
    const markdown = pages.find(({ path }) => path === `guides/${name}/`)?.markdown ?? "";
    for (const { file, headings } of sources)
      for (const heading of headings.filter((each) => each !== "")) {
        expect(readRepositoryFile(file)).toContain(`\n## ${heading}\n`);
        // The title of the page replaces this one.
        if (!heading.startsWith("Example: ")) expect(markdown).toContain(`## ${heading}\n`);
      }
    expect(markdown.length).toBeGreaterThan(1500);
  });
});

test("a heading that its file does not have is an error", () => {
  const sources = { file: "README.md", headings: ["Gone"] };
  expect(() => readSections(sources)).toThrow('README.md has no heading "Gone".');
});

test("a section ends before the next of its depth, and a comment in code is not a heading", () => {
  const text = readSections({ file: "packages/mock/README.md", headings: ["Script files"] });
  expect(text).toContain("# yaml-language-server");
  expect(text.match(/^## .+$/gm)).toEqual(["## Script files"]);
  expect(readSections({ file: "packages/mock/README.md", headings: ["Replies"] })).toContain(
    "### Strict mode",
  );
});

test("links lead to pages of the site where there is one, and to the repository otherwise", () => {
  const text = readDocument("README.md");
  expect(text).toContain("[the mock](/guides/packages/mock/)");
  expect(text).toContain("[Two faces](/guides/two-faces/)");
  expect(text).toContain(`[docs/decisions](${repositoryUrl}/blob/main/docs/decisions)`);
});

test("a link to a section that a guide leaves out leads to the whole document", () => {
  const text = readSections({ file: "packages/mock/README.md", headings: [""] });
  expect(text).toContain("(/guides/packages/mock/#the-journal)");
  const both = readSections({ file: "packages/mock/README.md", headings: ["", "The journal"] });
  expect(both).toContain("(#the-journal)");
});

test("no link in the guides leads to a page or a heading that is missing", () => {
  const anchors = new Map(
    pages.map(({ path, markdown }) => [
      `/${path}`,
      new Set(Array.from(markdown.matchAll(/^#+ (.+)$/gm), ([, heading = ""]) => headingId(heading))),
    ]),
  );
  const dead = pages.flatMap(({ path, markdown }) =>
    Array.from(markdown.matchAll(/\]\((\/guides\/[^)#]*|)(#[^)]*)?\)/g), ([, page = "", hash = ""]) => {
      const found = anchors.get(page === "" ? `/${path}` : page);
      const isAlive = found !== undefined && (hash === "" || found.has(hash.slice(1)));
      return isAlive ? [] : [`${path}: ${page}${hash}`];
    }).flat(),
  );
  expect(dead).toEqual([]);
});

test("an overview lists every page of its folder", () => {
  for (const { path, title, description } of pages.filter((page) => page.path !== "guides/")) {
    const parent = pages.find((page) => page.path === path.replace(/[^/]+\/$/, ""));
    expect(parent?.markdown).toContain(`- [${title}](/${path}): ${description}`);
  }
});

test("the gateway's manual has every page that its README lists", () => {
  const table = readRepositoryFile("apps/gateway/README.md").matchAll(/^\| \[([^\]]+)\]\(/gm);
  const titles = Array.from(table, ([, title]) => title);
  const manual = pages.filter(({ path }) => /^guides\/gateway\/./.test(path)).map(({ title }) => title);
  expect(manual.length).toBeGreaterThan(8);
  expect(titles).toEqual(expect.arrayContaining(manual));
  expect(manual).toHaveLength(titles.length);
});

test("the navigation opens only the folder of the page", () => {
  const paths = (path: string) =>
    neighborsOf(pages.find((page) => page.path === path) ?? unknownPage(path), pages).map(
      (page) => page.path,
    );
  expect(paths("guides/python/")).not.toContain("guides/packages/client/");
  expect(paths("guides/packages/")).toContain("guides/packages/client/");
  expect(paths("guides/packages/client/")).toContain("guides/packages/mock/");
  expect(paths("guides/packages/client/")).not.toContain("guides/gateway/limits/");
  expect(paths("guides/packages/client/")).toContain("guides/add-a-parameter/");
});

function unknownPage(path: string): never {
  throw new Error(`There is no page ${path}.`);
}
