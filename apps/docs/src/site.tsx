import { renderToString } from "preact-render-to-string";
import type { Manifest } from "vite";
import { Document } from "./document.tsx";
import { guidePages } from "./guides/guide-pages.tsx";
import { homePage } from "./home/home-page.tsx";
import { journalPage } from "./journal/journal-page.tsx";
import { llmsText } from "./llms-text.ts";
import { neighborsOf } from "./navigation.ts";
import type { Page } from "./page.ts";
import { playgroundPage } from "./playground/playground-page.tsx";
import { referencePages } from "./reference/reference-pages.tsx";
import { reportPages } from "./reports/report-pages.tsx";
import { searchEntries } from "./search/search-entries.ts";
import type { SearchEntry } from "./search/search-entry.ts";

/** All pages of the site, in the order of the navigation. */
export function sitePages(): readonly Page[] {
  // Guides first: they say which file of the repository is on which page, which the links of the others need.
  const guides = guidePages();
  return [homePage(), ...guides, ...referencePages(), playgroundPage(), ...reportPages(), journalPage()];
}

/**
 * Renders every file of the site except those that Vite makes.
 *
 * @param manifest - the scripts and styles that Vite made.
 * @returns the text of each file by its path in the site.
 */
export async function renderSite(manifest: Manifest): Promise<Map<string, string>> {
  const pages = sitePages();
  const files = new Map<string, string>();
  const entries: SearchEntry[] = [];
  for (const page of pages) {
    const siblings = neighborsOf(page, pages);
    const html = renderToString(<Document page={page} siblings={siblings} manifest={manifest} />);
    entries.push(...searchEntries(page, html));
    files.set(`${page.path}index.html`, `<!doctype html>${html}\n`);
    files.set(`${page.path}index.md`, `${page.markdown.trim()}\n`);
  }
  files.set("llms.txt", llmsText(pages));
  files.set("search.json", JSON.stringify(entries));
  return files;
}
