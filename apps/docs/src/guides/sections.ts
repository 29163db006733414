import { headingId, resolveLink } from "../markdown.ts";
import { readRepositoryFile } from "../repository.ts";

/** Sections of a Markdown file of the repository. */
export interface SectionSource {
  /** The file's path from the repository's root. */
  readonly file: string;
  /** Headings as they are written, without their `#`. An empty one is the text between the title and the first section. */
  readonly headings: readonly string[];
}

/**
 * Takes sections from a file, with everything below them, and makes their links absolute. A link to a heading that is not among the
 * sections leads to the file.
 *
 * @throws if the file lacks one of the headings.
 */
export function readSections({ file, headings }: SectionSource): string {
  const text = readRepositoryFile(file);
  const sections = headings.map((heading) => findSection(text, heading, file)).join("\n\n");
  const ids = new Set(headingsOf(sections).map(({ title }) => headingId(title)));
  return makeLinksAbsolute(sections, file, ids);
}

/** Reads a whole file, and makes its links absolute. */
export function readDocument(file: string): string {
  const text = readRepositoryFile(file);
  return makeLinksAbsolute(text, file, new Set(headingsOf(text).map(({ title }) => headingId(title))));
}

function findSection(text: string, heading: string, file: string): string {
  const headings = headingsOf(text);
  const index = heading === "" ? 0 : headings.findIndex(({ title }) => title === heading);
  const found = headings[index];
  if (found === undefined) throw new Error(`${file} has no heading "${heading}".`);
  const isEnd = ({ depth }: Heading) => heading === "" || depth <= found.depth;
  const end = headings.slice(index + 1).find(isEnd)?.line;
  const start = heading === "" ? found.line + 1 : found.line;
  return text.split("\n").slice(start, end).join("\n").trim();
}

interface Heading {
  readonly title: string;
  readonly depth: number;
  readonly line: number;
}

function headingsOf(text: string): Heading[] {
  return linesOutsideCode(text).flatMap(({ content, line }) => {
    const [, marks, title] = /^(#{1,6}) (.+)$/.exec(content) ?? [];
    return marks === undefined || title === undefined ? [] : [{ title, depth: marks.length, line }];
  });
}

function linesOutsideCode(text: string): { readonly content: string; readonly line: number }[] {
  let isCode = false;
  return text.split("\n").flatMap((content, line) => {
    const isFence = /^\s*```/.test(content);
    if (isFence) isCode = !isCode;
    return isCode || isFence ? [] : [{ content, line }];
  });
}

function makeLinksAbsolute(text: string, file: string, ids: ReadonlySet<string>): string {
  const lines = text.split("\n");
  for (const { content, line } of linesOutsideCode(text)) {
    lines[line] = content.replace(/\]\(([^()\s]+)\)/g, (_, target: string) => {
      const isElsewhere = target.startsWith("#") && !ids.has(target.slice(1));
      return `](${resolveLink(isElsewhere ? `${file.split("/").at(-1)}${target}` : target, file)})`;
    });
  }
  return lines.join("\n");
}
