import { posix } from "node:path";
import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import { ReviewError } from "../review-error.ts";
import type { Child } from "./grammar.ts";
import { joinPointer } from "./pointer.ts";
import type { SourceFile } from "./source-file.ts";

/** A part of a file, and its kind. */
export interface Place {
  readonly file: string;
  readonly pointer: string;
  readonly kind: Child;
}

/** A place's identity. One part of a file may be used as several kinds. */
export function placeKey({ file, pointer, kind }: Place): string {
  return `${file}#${pointer} ${JSON.stringify(kind)}`;
}

/** Returns the reference that a part is, or undefined for an ordinary part. */
export function readReference(part: Json | undefined): string | undefined {
  return isJsonObject(part) && typeof part.$ref === "string" ? part.$ref : undefined;
}

/** Returns what stands beside a reference. */
export function siblingsOf(part: JsonObject): JsonObject {
  const { $ref: _, ...siblings } = part;
  return siblings;
}

/** Returns where a reference points to. Only its file is known to exist, if at all. */
export function parseReference(reference: string, source: SourceFile, pointer: string): Omit<Place, "kind"> {
  const fail = (reason: string) =>
    new ReviewError(
      `${source.path}:${source.line(joinPointer(pointer, "$ref"))}: Cannot follow the reference ${reference}: ${reason}`,
    );
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(reference)) {
    throw fail("it leaves the repository. Store a copy of its target in the repository.");
  }
  const [filePart = "", fragment = ""] = reference.split("#");
  const path = decode(filePart);
  const target = decode(fragment);
  if (path === undefined || target === undefined) throw fail("its percent-encoding is invalid.");
  if (path.startsWith("/")) throw fail("it is an absolute path. Make it relative to its file.");
  if (target !== "" && !target.startsWith("/")) {
    throw fail("anchors are not supported. Use a JSON pointer, such as #/components/schemas/NAME.");
  }
  const file = path === "" ? source.path : posix.join(posix.dirname(source.path), path);
  if (file.startsWith("../")) throw fail("it leaves the repository.");
  return { file, pointer: target };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
