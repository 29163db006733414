import type { WitnessRequest } from "../model/change.ts";
import { encodeBody } from "./encode-body.ts";
import { findHeader } from "./find-header.ts";

/** The address that the mock servers of this project, and Prism's, listen on. */
const address = "http://127.0.0.1:4010";

/** Writes a request as a line to paste into a POSIX shell. `curl` prints the status too. */
export function formatCurl({ method, path, query, headers, body }: WitnessRequest): string {
  // A word of its own per argument, so that nothing in the spec can end a quotation.
  const words = ["curl", "-i", "-X", quote(method.toUpperCase()), quote(formatUrl(path, query))];
  for (const [name, value] of Object.entries(headers)) {
    // `Name;` is how curl sends a header that is empty; it removes one that is written `Name:`.
    words.push("-H", quote(value === "" ? `${name};` : `${name}: ${value}`));
  }
  if (body !== undefined) {
    const mediaType = findHeader(headers, "content-type") ?? "application/json";
    // Not `--data`, which reads a file if the value starts with `@`.
    words.push("--data-raw", quote(encodeBody(body, mediaType)));
  }
  return words.join(" ");
}

function formatUrl(path: string, query: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  // curl expands brackets in addresses, and the URL parser leaves them in a path.
  url.pathname = path.replaceAll("[", "%5B").replaceAll("]", "%5D");
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
  return url.href;
}

function quote(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
