import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from "yaml";
import { isJsonObject, type Json } from "../model/json.ts";
import { ReviewError } from "../review-error.ts";
import { splitPointer } from "./pointer.ts";

/** A YAML or JSON file of a spec. */
export interface SourceFile {
  readonly path: string;
  readonly value: Json;
  /** Returns the value at a JSON pointer, or undefined if there is none. */
  find(pointer: string): Json | undefined;
  /** Returns the line of the key, or of the list's item, that a JSON pointer names: the nearest one that exists. */
  line(pointer: string): number;
}

/** Parses a file of a spec. JSON is YAML, too. */
export function parseSourceFile(path: string, text: string): SourceFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, merge: true, uniqueKeys: true, stringKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const [message = ""] = error.message.split(/ at line \d+|\n/);
    throw new ReviewError(`${path}:${error.linePos?.[0].line ?? 1}: ${message}.`);
  }
  const value = toJson(document, path);
  return {
    path,
    value,
    find: (pointer) => splitPointer(pointer).reduce(childOf, value),
    line: (pointer) => lineCounter.linePos(findOffset(document, splitPointer(pointer))).line,
  };
}

function toJson(document: Document, path: string): Json {
  try {
    return document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    throw new ReviewError(`${path}: ${error instanceof Error ? error.message : error}.`);
  }
}

/** Returns a child of a value: `undefined` has none. */
function childOf(parent: Json | undefined, key: string): Json | undefined {
  if (isJsonObject(parent)) return Object.hasOwn(parent, key) ? parent[key] : undefined;
  return Array.isArray(parent) ? parent[Number(key)] : undefined;
}

function findOffset(document: Document, keys: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of keys) {
    if (isAlias(node)) node = node.resolve(document);
    const child = findChild(node, key);
    if (child === undefined) return offset;
    offset = child.at.range?.[0] ?? offset;
    node = child.value;
  }
  return offset;
}

function findChild(node: unknown, key: string): { at: Node; value: unknown } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return isNode(item) ? { at: item, value: item } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return pair !== undefined && isNode(pair.key) ? { at: pair.key, value: pair.value } : undefined;
}
