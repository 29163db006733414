/**
 * A page of the reference, independent of the format that it is written in. Strings named `markdown` are Markdown of this
 * repository; those named `inline` have only code and links.
 */
export type Block = Heading | Text | Table | CodeBlock | Entries | Tabs | Disclosure;

export interface Heading {
  readonly type: "heading";
  readonly level: 1 | 2 | 3;
  readonly inline: string;
  readonly anchor: string;
  /** A shorter title for the navigation at the side. */
  readonly short?: string;
}

export interface Text {
  readonly type: "text";
  readonly markdown: string;
}

export interface Table {
  readonly type: "table";
  /** Names the table for those who cannot see where it stands. */
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export interface Row {
  /** The first cell carries the anchor, if there is one. */
  readonly anchor?: string;
  /** Inline Markdown. */
  readonly cells: readonly string[];
}

export interface CodeBlock {
  readonly type: "code";
  readonly language: string;
  readonly text: string;
  /** Unique on the page. */
  readonly label: string;
}

/** A definition list: parameters, properties, responses. */
export interface Entries {
  readonly type: "entries";
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly anchor: string;
  readonly name: string;
  /** Facts in few words, as inline Markdown: type, bounds, default. */
  readonly facts: readonly string[];
  readonly required?: boolean;
  readonly body: readonly Block[];
}

/** The same example in several languages. */
export interface Tabs {
  readonly type: "tabs";
  readonly anchor: string;
  readonly title: string;
  readonly tabs: readonly { readonly name: string; readonly code: CodeBlock }[];
  /** Text that the programs print. */
  readonly output?: CodeBlock;
}

/** Text that a reader opens. */
export interface Disclosure {
  readonly type: "disclosure";
  readonly anchor: string;
  readonly inline: string;
  readonly body: readonly Block[];
}

export function heading(level: 1 | 2 | 3, inline: string, anchor: string, short?: string): Heading {
  return { type: "heading", level, inline, anchor, ...(short === undefined ? {} : { short }) };
}

/** A paragraph or more, or nothing if there is no text. */
export function text(markdown: string | undefined): Text[] {
  return markdown?.trim() ? [{ type: "text", markdown: markdown.trim() }] : [];
}
