import { contentFiltered, type ListedPrompt } from "@completions-api/protocol";
import type { ContentFilter } from "../filter/content-filter.ts";

/**
 * Shows the content filter each prompt that is text. Those that come as tokens it cannot read: their completions it can.
 *
 * @throws HttpError 400 `content_filter` where it refuses one.
 */
export function filterPrompts(filter: ContentFilter, prompts: readonly ListedPrompt[]): void {
  for (const { prompt } of prompts) {
    if (typeof prompt === "string" && !filter.allowsPrompt(prompt)) throw contentFiltered();
  }
}
