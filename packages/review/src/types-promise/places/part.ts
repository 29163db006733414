import { joinPointer } from "../../document/pointer.ts";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import type { SpecDocument } from "../../model/spec-document.ts";
import { resolve } from "../stream-events.ts";

/** A part of a document twice: as the bundle has it, and with references inlined. */
export interface Part {
  readonly document: SpecDocument;
  readonly bundled: Json | undefined;
  readonly source: Json | undefined;
  readonly pointer: string;
}

/** Goes from a part to a part within it. */
export function partAt(part: Part, ...keys: readonly string[]): Part {
  const { document } = part;
  return {
    document,
    bundled: keys.reduce((node, key) => childOf(resolve(document.bundle, node), key), part.bundled),
    source: keys.reduce(childOf, part.source),
    pointer: joinPointer(part.pointer, ...keys),
  };
}

/** Lists the parts directly within a part, by key. */
export function childParts(part: Part): readonly (readonly [string, Part])[] {
  const node = resolve(part.document.bundle, part.bundled);
  const keys = Object.keys(Array.isArray(node) || isJsonObject(node) ? node : {});
  return keys.map((key) => [key, partAt(part, key)]);
}

/** Returns what the bundle has at a part, without a reference. */
export function bundledObject({ document, bundled }: Part): JsonObject {
  const node = resolve(document.bundle, bundled);
  return isJsonObject(node) ? node : {};
}

function childOf(node: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(node)) return node[Number(key)];
  return isJsonObject(node) ? node[key] : undefined;
}
