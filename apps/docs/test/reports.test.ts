import { execFileSync } from "node:child_process";
import { formatReview, parseJsonReport, review } from "@completions-api/review";
import { renderToString } from "preact-render-to-string";
import { beforeAll, describe, expect, test } from "vitest";
import type { Page } from "../src/page.ts";
import { type Column, columnName, countDecided, countOutcome } from "../src/reports/matrix.ts";
import { outcomeNames } from "../src/reports/outcomes.ts";
import { reportPages } from "../src/reports/report-pages.tsx";
import { base, head, reviewedOn } from "../src/reports/reviewed-revisions.ts";
import { markdownCode, visibleText } from "../src/reports/visible-text.ts";
import { readRepositoryFile } from "../src/repository.ts";

const pages = new Map<string, Page & { readonly html: string }>();

beforeAll(() => {
  for (const page of reportPages()) pages.set(page.path, { ...page, html: renderToString(page.content) });
});

function pageAt(path: string) {
  const page = pages.get(path);
  if (page === undefined) throw new Error(`There is no page ${path}.`);
  return page;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

describe("the contract report", () => {
  const { columns } = JSON.parse(readRepositoryFile("docs/compatibility.json")) as { columns: Column[] };
  const ids = [...new Set(columns.flatMap(({ verdicts }) => Object.keys(verdicts)))];

  test("shows every server", () => {
    const { html, markdown } = pageAt("reports/contract/");
    for (const column of columns) {
      const share = `${countOutcome(column, "passed")} of ${countDecided(column)}`;
      expect(html).toContain(`<th scope="row">${escapeHtml(column.name)}</th><td>${column.face}</td>`);
      expect(html).toContain(`</svg>${share}`);
      expect(markdown).toContain(`| ${columnName(column)} | ${column.version} | ${column.date} | ${share} |`);
    }
  });

  test("shows every case, with an anchor of its own", () => {
    const { html, markdown, targets } = pageAt("reports/contract/");
    expect(ids.filter((id) => html.split(` id="${id}"`).length !== 2)).toEqual([]);
    expect(ids.filter((id) => !markdown.includes(`\n### ${id}\n`))).toEqual([]);
    expect(new Set(targets?.map(({ anchor }) => anchor))).toEqual(new Set(ids));
  });

  test("shows every verdict", () => {
    const { html } = pageAt("reports/contract/");
    for (const name of outcomeNames) {
      const expected = columns.reduce((sum, column) => sum + countOutcome(column, name), 0);
      expect(html.split(`<td data-outcome="${name}">`).length - 1, name).toBe(expected);
    }
  });

  test("shows every reason", () => {
    const { html, markdown } = pageAt("reports/contract/");
    const reasons = columns.flatMap(({ verdicts }) =>
      Object.values(verdicts).flatMap(({ reason = [] }) => reason),
    );
    expect(reasons.length).toBeGreaterThan(1000);
    expect(reasons.filter((reason) => !html.includes(escapeHtml(visibleText(reason))))).toEqual([]);
    expect(reasons.filter((reason) => !markdown.includes(markdownCode(reason)))).toEqual([]);
  });
});

describe("the review report", () => {
  const text = readRepositoryFile("apps/docs/src/reports/review.json");
  const report = parseJsonReport(text);

  test("shows every change", () => {
    if ("error" in report) throw new Error(report.error);
    const { html, markdown } = pageAt("reports/review/");
    expect(report.changes.length).toBeGreaterThan(10);
    for (const { fingerprint, sentence } of report.changes) {
      expect(html).toContain(`id="${fingerprint}"`);
      expect(markdown).toContain(`### ${fingerprint}\n\n${sentence}`);
    }
    const effects = report.changes.flatMap((change) => Object.values(change.effects));
    for (const effect of ["broken", "unknown", "kept"]) {
      const expected = effects.filter((each) => each.effect === effect).length;
      const ofAll = Object.values(report.promises).filter((each) => each === effect).length;
      expect(html.split(`data-effect="${effect}"`).length - 1, effect).toBe(expected + ofAll);
    }
  });

  test("is what the review says today", { timeout: 60_000 }, async ({ skip }) => {
    skip(!hasRevisions(), "This clone lacks the history of the spec.");
    const today = await review({ folder: import.meta.dirname, base, head, today: reviewedOn });
    expect(
      JSON.parse(formatReview(today, "json")),
      "The review has changed. Run `npx pnpm@12 --filter @completions-api/docs review-example`.",
    ).toEqual(JSON.parse(text));
  });
});

test("text of servers keeps its characters visible", () => {
  expect(visibleText("a\u202Eb\u0000c")).toBe("a\\u{202e}b\\u{0}c");
  expect(markdownCode("``a` <b>")).toBe("``` ``a` <b> ```");
});

function hasRevisions(): boolean {
  try {
    for (const revision of [base, head])
      execFileSync("git", ["cat-file", "-e", `${revision}^{commit}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
