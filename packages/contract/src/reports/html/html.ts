import { toVisibleLines } from "../visible-text.ts";

/** A piece of a page. Only {@link html} makes one of texts, so that no text is ever read as markup. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** A value in a template: markup, a text to escape, several values, or nothing. */
export type HtmlValue = Html | string | number | undefined | readonly HtmlValue[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Fills a template with values. Texts are escaped, also in quoted attributes, and show every character. */
export function html(template: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const parts = template.map((markup, index) => markup + toMarkup(values[index]));
  return new Html(parts.join(""));
}

function toMarkup(value: HtmlValue): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.markup;
  if (typeof value === "object") return value.map(toMarkup).join("");
  return toVisibleLines(String(value)).replaceAll(
    /[&<>"']/g,
    (character) => entities[character] ?? character,
  );
}
