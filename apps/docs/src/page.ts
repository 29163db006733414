import type { VNode } from "preact";
import type { SearchTarget } from "./search/search-target.ts";

export type Section = "home" | "reference" | "playground" | "reports" | "guides" | "journal";

/** The names of the scripts in `browser/`, one of which a page may load beside the site's own. */
export type PageScript = "home" | "playground" | "reports" | "journal";

/** One page of the site. */
export interface Page {
  /** Path below the site's root, with a slash at its end: `reference/completions/`. Empty for the home page. */
  readonly path: string;
  readonly title: string;
  /** One sentence, for search engines and for `llms.txt`. */
  readonly description: string;
  readonly section: Section;
  /** Everything inside `<main>`, the heading included. */
  readonly content: VNode;
  /** The same in Markdown, served beside the page as `index.md`. */
  readonly markdown: string;
  /** Parts that the search finds beside the page itself. By default its headings. */
  readonly targets?: readonly SearchTarget[];
  readonly script?: PageScript;
  /** A page over the full width, without the navigation of its section at the side. */
  readonly wide?: boolean;
}

/**
 * Gives the address of a page from the root of the server.
 *
 * @param path - as in {@link Page.path}.
 * @param anchor - the id of an element on the page.
 */
export function href(path: string, anchor?: string): string {
  return `/${path}${anchor === undefined ? "" : `#${encodeURIComponent(anchor)}`}`;
}
