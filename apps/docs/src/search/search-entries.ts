import { href, type Page } from "../page.ts";
import type { SearchEntry } from "./search-entry.ts";
import type { SearchTarget } from "./search-target.ts";

/**
 * Lists what the search finds on a page.
 *
 * @param page - the page.
 * @param html - its document.
 */
export function searchEntries({ path, title, description, targets }: Page, html: string): SearchEntry[] {
  const parts = targets ?? headingsOf(html);
  return [
    { href: href(path), title, page: title, text: description },
    ...parts.map((part) => ({
      href: href(path, part.anchor),
      title: part.title,
      page: title,
      text: part.text,
    })),
  ];
}

/** Finds the second- and third-level headings that have an id. */
function headingsOf(html: string): SearchTarget[] {
  const headings = html.matchAll(/<h([23]) [^>]*?\bid="([^"]+)"[^>]*>(.*?)<\/h\1>/gs);
  return Array.from(headings, ([, , anchor = "", content = ""]) => ({
    anchor,
    title: decodeText(content.replace(/<[^>]*>/g, "")),
    text: "",
  }));
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&" };

/** Decodes the references that the renderers write. */
function decodeText(html: string): string {
  return html.replace(/&(?:#(\d+)|(\w+));/g, (reference, code: string | undefined, name: string) =>
    code === undefined ? (entities[name] ?? reference) : String.fromCodePoint(Number(code)),
  );
}
