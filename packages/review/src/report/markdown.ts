import { promises } from "../model/change.ts";
import type { Review, ReviewedChange } from "../model/review.ts";
import { cutLines } from "./cut-lines.ts";
import { describeEffects, describeEvidence, describeHit, rateVersion } from "./describe-change.ts";
import { escapeMarkdown, sentenceToMarkdown, toMarkdownBlock, toMarkdownCode } from "./escape-markdown.ts";
import { type Block, listEvidence } from "./evidence-blocks.ts";
import { fitParts, type Part } from "./fit-parts.ts";
import { listEffects, mainEffect } from "./main-effect.ts";
import { needsApproval, orderChanges } from "./order-changes.ts";
import { plural } from "./plural.ts";
import type { ReportOptions } from "./report-options.ts";
import { isLoud, listSections, type Section } from "./sections.ts";
import { linkToSource } from "./source-link.ts";
import { describeMerge, describeSides, describeVerdict, summarizeInOneLine } from "./summary.ts";

/** The characters that a comment on GitHub can have. */
const commentLimit = 65_536;

/** Characters of one witness or one sentence: whole values are in the JSON form. */
const blockLimit = 2_500;
const sentenceLimit = 500;
const diffLimit = 12_000;

const marks = { broken: "❌", unknown: "❓", kept: "✅" } as const;

/**
 * Formats a review for a comment on a pull request. Nothing in the texts of the spec can become markup, a link or a
 * mention. What would not fit in a comment is left out, with a note.
 */
export function formatMarkdown(review: Review, options: ReportOptions = {}): string {
  const line = summarizeInOneLine(review);
  if (line !== undefined) return `**Spec review:** ${formatSentence(line)}\n`;

  const changes = orderChanges(review.changes);
  const sections = listSections(review);
  const parts: readonly Part[] = [
    formatVerdict(review),
    ...sections.filter(isLoud).map(formatNotCompared),
    ...(changes.length === 0 ? [] : [formatTable(changes, options), formatAllEvidence(changes)]),
    ...sections.filter((section) => !isLoud(section)).flatMap(formatSection),
  ];
  return `${fitParts(parts, (options.maximumLength ?? commentLimit) - 1).trimEnd()}\n`;
}

function formatVerdict(review: Review): Part {
  const badges = promises.map((promise) => {
    const effect = review.promises[promise];
    return `${promise} ${marks[effect]} ${effect}`;
  });
  const start = [
    `### Spec review: ${describeVerdict(review)}\n`,
    `${formatCode(describeSides(review))}\n`,
    `${badges.join(" · ")}\n`,
    `**${formatSentence(describeMerge(review))}**\n\n`,
  ].join("\n");
  const items = review.versions.map(
    (check) => `- ${marks[rateVersion(check)]} ${formatSentence(check.sentence)}\n`,
  );
  return { start, items, end: "\n", noun: "version" };
}

function formatNotCompared({ title, sentences }: Section): Part {
  const items = sentences.map((sentence) => `> - ${formatSentence(sentence)}\n`);
  return { start: `> **${title}**\n>\n`, items, end: "\n", noun: "sentence" };
}

function formatTable(changes: readonly ReviewedChange[], { sourceUrl }: ReportOptions): Part {
  const items = changes.map((change, index) => {
    const approval = change.approval === undefined ? "" : `; approved by ${formatCode(change.approval.who)}`;
    const cells = [
      `${index + 1}`,
      // Below the sentence: a path is long, and a column of its own would push the others out of sight.
      `${marks[mainEffect(change)]} ${formatSentence(change.sentence)}<br>${linkToSource(change.source, sourceUrl)}`,
      formatSentence(describeHit(change)),
      `${escapeMarkdown(describeEffects(change))}${approval}`,
      formatSentence(describeEvidence(change)),
    ];
    return `| ${cells.join(" | ")} |\n`;
  });
  return {
    start: "| | change | who is hit | promises | evidence |\n| ---: | --- | --- | --- | --- |\n",
    items,
    end: "\n",
    noun: "change",
  };
}

function formatAllEvidence(changes: readonly ReviewedChange[]): Part {
  const open = changes.filter(needsApproval).length;
  const hint =
    open === 0 ? "" : "To approve a change: `review approve FINGERPRINT --reason TEXT`, then commit.\n\n";
  return {
    start: `<details>\n<summary>Evidence of ${plural(changes.length, "change")}</summary>\n\n${hint}`,
    items: changes.map(formatEvidence),
    end: "</details>\n\n",
    noun: "proof",
  };
}

function formatEvidence(change: ReviewedChange, index: number): string {
  const facts = [change.fingerprint, change.rule, change.pointer].map(formatCode).join(" · ");
  return [
    `**${index + 1}. ${formatSentence(change.sentence)}**\n`,
    `${facts}\n`,
    ...change.notes.map((note) => `${formatSentence(`Note: ${note}`)}\n`),
    ...(change.approval === undefined
      ? []
      : [`${formatSentence(`Approved until ${change.approval.expires}: ${change.approval.reason}`)}\n`]),
    ...listEffects(change)
      .flatMap(listEvidence)
      .map((block) => `${formatBlock(block)}\n`),
    "",
  ].join("\n");
}

function formatBlock(block: Block): string {
  return block.kind === "sentence"
    ? formatSentence(block.text)
    : toMarkdownBlock(cutLines(block.code, blockLimit), block.language);
}

function formatSection({ title, sentences, code }: Section): readonly Part[] {
  const list = sentences.map((sentence) => `- ${formatSentence(sentence)}\n`);
  const heading: Part = { start: `**${title}**\n\n`, items: list, end: "\n", noun: "sentence" };
  const diffs = code.map(({ title, language, code }) => ({
    start: "",
    items: [
      `<details>\n<summary>${title}</summary>\n\n${toMarkdownBlock(cutLines(code, diffLimit), language)}\n\n</details>\n\n`,
    ],
    end: "",
    noun: "diff",
  }));
  return [heading, ...diffs];
}

function formatSentence(sentence: string): string {
  return sentenceToMarkdown(cutSentence(sentence));
}

function formatCode(text: string): string {
  return toMarkdownCode(cutSentence(text));
}

function cutSentence(sentence: string): string {
  if (sentence.length <= sentenceLimit) return sentence;
  return `${sentence.slice(0, sentenceLimit).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
