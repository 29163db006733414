/** A page or a part of a page, as `search.json` lists it. */
export interface SearchEntry {
  readonly href: string;
  readonly title: string;
  /** The title of its page. */
  readonly page: string;
  readonly text: string;
}
