import { expect, test } from "vitest";
import { referencePages } from "../src/reference/reference-pages.tsx";
import { findEntries } from "../src/search/rank.ts";
import { searchEntries } from "../src/search/search-entries.ts";

const entries = searchEntries(referencePages());
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
  const [page, heading, ...others] = searchEntries([
    {
      ...(referencePages()[0] as ReturnType<typeof referencePages>[0]),
      path: "guides/",
      targets: undefined as never,
      markdown: "# A\n\n## The `mock`\n\n```sh\n## not this\n```",
    },
  ]);
  expect(page?.href).toBe("/guides/");
  expect(heading).toMatchObject({ href: "/guides/#the-mock", title: "The mock" });
  expect(others).toEqual([]);
});
