import type { Review, ReviewedChange } from "@completions-api/review";
import { evidenceBlocks, toJson } from "./evidence-blocks.ts";
import { type ChangeGroup, evidenceOf, promises } from "./read-review.ts";
import { markdownCode, visibleText } from "./visible-text.ts";

interface ReviewMarkdown {
  readonly title: string;
  readonly description: string;
  readonly review: Review;
  readonly groups: readonly ChangeGroup[];
}

/** The review in Markdown, with all its evidence. */
export function reviewMarkdown({ title, description, review, groups }: ReviewMarkdown): string {
  const { base, head, verdict, semver, mayMerge, versions } = review;
  return [
    `# ${title}`,
    description,
    `**${verdict}**, needs ${semver} version. ${base.file}, from ${base.revision} to ${head.revision}. ${mayMerge ? "It may merge." : "It must not merge as it is."}`,
    promises.map((promise) => `- ${promise}: ${review.promises[promise]}`).join("\n"),
    versions.map(({ sentence }) => `- ${sentence}`).join("\n"),
    ...groups.map(({ title, changes }) => `## ${title}\n\n${changes.map(formatChange).join("\n\n")}`),
  ].join("\n\n");
}

function formatChange(change: ReviewedChange): string {
  const evidence = evidenceOf(change).flatMap(([promise, found]) =>
    evidenceBlocks(found).map((block) =>
      block.kind === "sentence"
        ? `- ${promise}: ${visibleText(block.text)}`
        : `- ${promise}, ${block.label.toLowerCase()}: ${markdownCode(block.text)}`,
    ),
  );
  return [
    `### ${change.fingerprint}`,
    `${visibleText(change.sentence)} (${change.source.file}, line ${change.source.line})`,
    [
      ...evidence,
      ...change.notes.map((note) => `- ${visibleText(note)}`),
      `- before: ${markdownCode(toJson(change.base))}`,
      `- after: ${markdownCode(toJson(change.head))}`,
    ].join("\n"),
  ].join("\n\n");
}
