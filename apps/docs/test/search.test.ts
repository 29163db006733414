import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { referencePages } from "../src/reference/reference-pages.tsx";
import { findEntries } from "../src/search/rank.ts";
import { searchEntries } from "../src/search/search-entries.ts";
import type { SearchEntry } from "../src/search/search-entry.ts";

const pages = referencePages();
const entries = pages.flatMap((page) => searchEntries(page, ""));
const find = (query: string, limit = 5) => findEntries(entries, query, limit).map(({ href }) => href);

test.each([
  ["temp", "/reference/completions/#temperature"],
  ["temp", "/reference/openai/#temperature"],
  ["429", "/reference/errors/#too_many_requests"],
  ["429", "/reference/errors/#rate_limit_exceeded"],
  ["best_of", "/reference/openai/#best_of"],
  ["BEST OF", "/reference/openai/#best_of"],
  ["nucleus sampling", "/reference/completions/#top_p"],
  ["retry-after", "/reference/completions/#headers.RetryAfter"],
  ["stream-usage-last", "/reference/rules/#stream-usage-last"],
])("%s finds %s", (query, href) => {
  expect(find(query)).toContain(href);
});

test("the parameter comes first", () => {
  expect(find("best_of")[0]).toBe("/reference/openai/#best_of");
});

test.each(["", "  ", "no-such-thing", "temperature no-such-thing"])("%j finds nothing", (query) => {
  expect(find(query)).toEqual([]);
});

test("the index has the headings of a page without targets", () => {
  const html = '<h2 class="a" id="the-mock">The <code>mock</code> &amp; a &#60;tag&gt;</h2><h2>No id</h2>';
  const [, ...found] = pages
    .slice(0, 1)
    .map(({ targets: _, ...page }) => page)
    .flatMap((page) => searchEntries(page, html));
  expect(found).toEqual([
    { href: "/reference/#the-mock", title: "The mock & a <tag>", page: "Overview", text: "" },
  ]);
});

test("everything in the built index leads to an element of the built site", () => {
  const read = (path: string) => readFileSync(new URL(`../dist/${path}`, import.meta.url), "utf8");
  const built: SearchEntry[] = JSON.parse(read("search.json"));
  const missing = built.filter(({ href }) => {
    const [path = "", anchor] = href.slice(1).split("#");
    const html = read(`${path}index.html`);
    return anchor !== undefined && !html.includes(` id="${decodeURIComponent(anchor)}"`);
  });
  expect(built.length).toBeGreaterThan(200);
  expect(missing).toEqual([]);
});
