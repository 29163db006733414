/** Choices of whoever makes a report. */
export interface ReportOptions {
  /** Writes the escape sequences that color a terminal. Only the text form has them. */
  readonly isColored?: boolean;
  /** The URL below which files of the head can be read, such as `https://github.com/OWNER/NAME/blob/COMMIT`. */
  readonly sourceUrl?: string;
  /** The characters that the Markdown form may have: by default those of a comment on GitHub. */
  readonly maximumLength?: number;
}
