/** A part of a page that the search finds. */
export interface SearchTarget {
  readonly anchor: string;
  readonly title: string;
  /** A sentence or less. */
  readonly text: string;
}
