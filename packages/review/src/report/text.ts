import { stripVTControlCharacters, styleText } from "node:util";
import { type Effect, promises } from "../model/change.ts";
import type { Review, ReviewedChange } from "../model/review.ts";
import { cutLines } from "./cut-lines.ts";
import { describeEffects, describeEvidence, describeHit, rateVersion } from "./describe-change.ts";
import { type Block, listEvidence } from "./evidence-blocks.ts";
import { listEffects, mainEffect } from "./main-effect.ts";
import { needsApproval, orderChanges } from "./order-changes.ts";
import type { ReportOptions } from "./report-options.ts";
import { formatSourcePosition, isLoud, listSections, type Section } from "./sections.ts";
import { describeMerge, describeSides, describeVerdict, summarizeInOneLine } from "./summary.ts";
import { toVisibleLine, toVisibleLines } from "./visible-text.ts";
import { wrapText } from "./wrap-text.ts";

const columns = 80;

/** Characters of a diff. The HTML form has all of it. */
const diffLimit = 12_000;

type Style = "red" | "green" | "yellow" | "bold" | "dim";
type Paint = (style: Style, text: string) => string;

const styles = { broken: "red", unknown: "yellow", kept: "green" } as const;
const marks = { broken: "✗", unknown: "?", kept: "✓" } as const;

/** Formats a review for a terminal of 80 columns. */
export function formatText(review: Review, { isColored = false }: ReportOptions = {}): string {
  const line = summarizeInOneLine(review);
  if (line !== undefined) return `${toVisibleLine(line)}\n`;

  const paint: Paint = (style, text) =>
    isColored ? styleText(style, text, { validateStream: false }) : text;
  const changes = orderChanges(review.changes);
  const sections = listSections(review);
  const proven = changes.filter(needsEvidence);
  const parts = [
    formatVerdict(review, paint),
    ...formatSentences(sections.filter(isLoud), paint),
    ...(changes.length === 0 ? [] : [formatChanges(changes, paint)]),
    ...formatSentences(
      sections.filter((section) => !isLoud(section)),
      paint,
    ),
    ...(proven.length === 0 ? [] : [formatAllEvidence(proven, paint)]),
    ...sections.flatMap(({ code }) =>
      code.map(
        ({ title, code }) => `${paint("bold", title)}\n${indentLines(cutLines(code, diffLimit), "  ")}`,
      ),
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}

function formatSentences(sections: readonly Section[], paint: Paint): readonly string[] {
  return sections
    .filter(({ sentences }) => sentences.length > 0)
    .map(({ title, sentences }) => [paint("bold", title), ...sentences.map(formatItem)].join("\n"));
}

function formatVerdict(review: Review, paint: Paint): string {
  const badges = promises.map((promise) => formatBadge(promise, review.promises[promise], paint));
  const style = review.mayMerge ? "green" : "red";
  return [
    paint("bold", describeVerdict(review)),
    paint("dim", toVisibleLine(describeSides(review))),
    badges.join("   "),
    ...wrapText(toVisibleLine(describeMerge(review)), columns)
      .split("\n")
      .map((each) => paint(style, each)),
    ...review.versions.map((check) =>
      wrapItem(`${marks[rateVersion(check)]} ${toVisibleLine(check.sentence)}`),
    ),
  ].join("\n");
}

function formatBadge(name: string, effect: Effect, paint: Paint): string {
  return `${name} ${paint(styles[effect], `${marks[effect]} ${effect}`)}`;
}

function formatChanges(changes: readonly ReviewedChange[], paint: Paint): string {
  const rows = changes.map((change) => {
    const effect = mainEffect(change);
    const approval = change.approval === undefined ? "" : `, approved by ${change.approval.who}`;
    const facts = `${describeHit(change)}: ${describeEffects(change)}${approval}`;
    const [first = "", ...rest] = wrapText(toVisibleLine(change.sentence), columns, "    ").split("\n");
    return [
      first.replace("    ", `  ${paint(styles[effect], marks[effect])} `),
      ...rest,
      `    ${toVisibleLine(formatSourcePosition(change.source))}`,
      wrapText(toVisibleLine(facts), columns, "    "),
      ...[describeEvidence(change), ...change.notes.map((note) => `note: ${note}`)]
        .filter((text) => text !== "")
        .map((text) => paintLines("dim", wrapText(toVisibleLine(text), columns, "    "), paint)),
    ].join("\n");
  });
  return [paint("bold", "Changes"), ...rows].join("\n");
}

function needsEvidence(change: ReviewedChange): boolean {
  return needsApproval(change) || listEffects(change).some(({ evidence }) => evidence.effect === "broken");
}

function formatAllEvidence(changes: readonly ReviewedChange[], paint: Paint): string {
  const parts = changes.map((change) => {
    const blocks = listEffects(change)
      .filter(({ evidence }) => evidence.effect !== "kept")
      .flatMap(listEvidence);
    return [
      wrapText(toVisibleLine(change.sentence), columns, "  "),
      `    ${change.fingerprint} ${toVisibleLine(change.rule)}`,
      wrapText(toVisibleLine(change.pointer), columns, "    "),
      ...blocks.map(formatBlock),
    ].join("\n");
  });
  const hint = changes.some(needsApproval)
    ? ["", "To approve a change: review approve FINGERPRINT --reason TEXT"]
    : [];
  return [paint("bold", "Evidence"), parts.join("\n\n"), ...hint].join("\n");
}

function formatBlock(block: Block): string {
  if (block.kind === "sentence") return wrapText(toVisibleLine(block.text), columns, "    ");
  return indentLines(block.code, "      ");
}

function formatItem(sentence: string): string {
  return wrapItem(`- ${toVisibleLine(sentence)}`);
}

/** Wraps an item of a list: its first line has a mark, below which the others are indented. */
function wrapItem(text: string): string {
  const [first = "", ...rest] = wrapText(text, columns - 4).split("\n");
  return [`  ${first}`, ...rest.map((line) => `    ${line}`)].join("\n");
}

function indentLines(text: string, indent: string): string {
  // `toVisibleLines` has made escape sequences harmless; the tabs of diffs stay.
  return stripVTControlCharacters(toVisibleLines(text))
    .trimEnd()
    .split("\n")
    .map((line) => `${indent}${line}`.trimEnd())
    .join("\n");
}

function paintLines(style: Style, text: string, paint: Paint): string {
  return text
    .split("\n")
    .map((line) => paint(style, line))
    .join("\n");
}
