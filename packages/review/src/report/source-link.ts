import { posix } from "node:path";
import type { SourcePosition } from "../model/spec-document.ts";
import { toMarkdownCode } from "./escape-markdown.ts";
import { formatSourcePosition } from "./sections.ts";

/** Characters beyond which a place is nothing that anybody reads. */
const longestPlace = 300;

/** Formats a place as code: as its file's name that links to the line, or as its whole path if there is no URL. */
export function linkToSource(source: SourcePosition, sourceUrl: string | undefined): string {
  const place = formatSourcePosition(source);
  if (place.length > longestPlace) return toMarkdownCode(`${place.slice(0, longestPlace)}…`);
  const url = urlOfSource(source, sourceUrl);
  if (url === undefined) return toMarkdownCode(place);
  return `[${toMarkdownCode(posix.basename(place))}](${url})`;
}

/** Returns the URL of a line, or undefined if nobody said where files can be read. */
export function urlOfSource(
  { file, line }: SourcePosition,
  sourceUrl: string | undefined,
): string | undefined {
  if (sourceUrl === undefined) return undefined;
  return `${sourceUrl}/${encodePath(file)}#L${line}`;
}

/** Encodes a path for a URL. Neither parentheses, which end a link in Markdown, nor quotes are left in it. */
export function encodePath(file: string): string {
  return file
    .replaceAll(/\p{Cs}/gu, "\uFFFD") // Half a character has no encoding.
    .split("/")
    .map((part) => encodeURIComponent(part).replaceAll(/[()'*!]/g, escapeByte))
    .join("/");
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
