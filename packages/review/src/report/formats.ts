import type { Review } from "../model/review.ts";
import { formatGithub } from "./github.ts";
import { formatHtml } from "./html.ts";
import { formatJson } from "./json.ts";
import { formatMarkdown } from "./markdown.ts";
import type { ReportOptions } from "./report-options.ts";
import { formatSarif } from "./sarif.ts";
import { formatText } from "./text.ts";

/** The forms of a report. */
export const formats = ["text", "markdown", "html", "json", "github", "sarif"] as const;
export type Format = (typeof formats)[number];

const formatters: Readonly<Record<Format, (review: Review, options: ReportOptions) => string>> = {
  text: formatText,
  markdown: formatMarkdown,
  html: formatHtml,
  json: formatJson,
  github: formatGithub,
  sarif: formatSarif,
};

/** Formats a review. */
export function formatReview(review: Review, format: Format, options: ReportOptions = {}): string {
  return formatters[format](review, options);
}
