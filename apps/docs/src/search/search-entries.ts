import { headingId } from "../markdown.ts";
import { href, type Page } from "../page.ts";
import type { SearchEntry } from "./search-entry.ts";
import type { SearchTarget } from "./search-target.ts";

/** Lists what the search of the site finds. */
export function searchEntries(pages: readonly Page[]): SearchEntry[] {
  return pages.flatMap(({ path, title: page, description, markdown, targets = headingsOf(markdown) }) => [
    { href: href(path), title: page, page, text: description },
    ...targets.map(({ anchor, title, text }) => ({ href: href(path, anchor), title, page, text })),
  ]);
}

/** Finds the second- and third-level headings of Markdown, outside of its blocks of code. */
function headingsOf(markdown: string): SearchTarget[] {
  const text = markdown.replace(/^```.*?^```/gms, "");
  return Array.from(text.matchAll(/^#{2,3} (.*)$/gm), ([, title = ""]) => ({
    anchor: headingId(title),
    title: title.replaceAll("`", ""),
    text: "",
  }));
}
