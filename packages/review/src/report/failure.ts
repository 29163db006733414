import { sentenceToHtml } from "./escape-html.ts";
import { toMarkdownBlock } from "./escape-markdown.ts";
import type { Format } from "./formats.ts";
import { formatPage } from "./html.ts";
import { formatSarifFailure } from "./sarif.ts";
import { toVisibleLine, toVisibleLines } from "./visible-text.ts";

/**
 * Formats the report of a review that could not be made, so that nobody takes the lack of a report for a good one.
 *
 * @param message - says what went wrong.
 */
export function formatFailure(message: string, format: Format): string {
  switch (format) {
    case "text":
      return `The spec could not be reviewed.\n\n${toVisibleLines(message)}\n`;
    case "markdown":
      return `### Spec review: failed\n\nThe spec could not be reviewed.\n\n${toMarkdownBlock(message.slice(0, 10_000), "text")}\n`;
    case "html":
      return formatPage(
        `<section class="verdict broken">\n<h2>The spec could not be reviewed.</h2>\n<p>${sentenceToHtml(message)}</p>\n</section>`,
      );
    case "json":
      return `${JSON.stringify({ error: message }, null, 2)}\n`;
    case "github":
      return `::error title=Spec review failed::${toVisibleLine(message).replaceAll("%", "%25")}\n`;
    case "sarif":
      return formatSarifFailure(message);
  }
}
