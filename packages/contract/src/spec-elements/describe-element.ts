import openai from "@completions-api/spec/openai.json" with { type: "json" };
import completions from "@completions-api/spec/openapi.json" with { type: "json" };
import type { FaceName } from "../faces/face.ts";
import { isObject } from "../is-object.ts";
import { children, type Pointer, read, resolve } from "./json-pointer.ts";

const documents: Readonly<Record<FaceName, unknown>> = { completions, openai };

const operations: Readonly<Record<FaceName, Pointer>> = {
  completions: "#/paths/~1completions/post",
  openai: "#/paths/~1v1~1completions/post",
};

/** An element of a spec, and what the spec says about it. */
export interface DescribedElement {
  readonly kind: "spec" | "rule";
  /** A pointer into the face's document, or the id of a rule. */
  readonly name: string;
  readonly says: string;
}

/**
 * Finds an element of a face's spec.
 *
 * @param element - the id of a rule, or a pointer, in which the operation may be that of the API's own face. The last token of a
 * pointer to an entry of `enum` or `required` is the entry's value.
 * @returns none if the face's spec lacks the element.
 */
export function describeElement(element: string, face: FaceName): DescribedElement[] {
  if (!isPointer(element)) return describeRule(element, face);
  const pointer = element.replace(operations.completions, operations[face]) as Pointer;
  const says = describePointer(documents[face], pointer);
  return says === undefined ? [] : [{ kind: "spec", name: pointer, says }];
}

function isPointer(element: string): element is Pointer {
  return element.startsWith("#/");
}

function describeRule(id: string, face: FaceName): DescribedElement[] {
  const document = documents[face];
  const rules = children(document, `${operations[face]}/x-rules`).map(([, rule]) => read(document, rule));
  return rules.flatMap((rule) =>
    isObject(rule) && rule.id === id ? [{ kind: "rule" as const, name: id, says: String(rule.rule) }] : [],
  );
}

/** Returns what the document says about an element; undefined if it has no such element. */
function describePointer(document: unknown, pointer: Pointer): string | undefined {
  const { parent, name } = split(pointer);
  const list = read(document, parent);
  if (Array.isArray(list) && /[/](?:enum|required)$/.test(parent)) {
    if (!list.includes(name)) return undefined;
    const owner = split(parent).parent;
    const isValue = parent.endsWith("enum");
    const meaning = isValue ? describeValue(document, owner, name) : undefined;
    if (meaning !== undefined) return `\`${name}\`: ${meaning}`;
    return `\`${name}\` is ${isValue ? "one of the values" : "required"}. ${describeNearest(document, owner)}`;
  }
  const value = read(document, pointer);
  if (value === undefined) return undefined;
  const isPart = isObject(value) && !Array.isArray(value);
  return isPart
    ? describeNearest(document, pointer)
    : `\`${name}\` is ${JSON.stringify(value)}. ${describeNearest(document, parent)}`;
}

/** Returns the meaning of an entry of an enum; undefined if the enum does not state it. */
function describeValue(document: unknown, schema: Pointer, name: string): string | undefined {
  const { value } = resolve(document, schema);
  const { "x-enumDescriptions": meanings, description } = value;
  if (isObject(meanings) && typeof meanings[name] === "string") return meanings[name];
  const items = [...String(description).matchAll(/^- `(.+)`: (.*)$/gm)];
  return items.find(([, item]) => item === name)?.[2];
}

/** Returns the description of an object, or of the nearest one around it that has any. */
function describeNearest(document: unknown, pointer: Pointer): string {
  const { value } = resolve(document, pointer);
  const { description = value.summary } = value;
  // A table lists the values of an enum.
  if (typeof description === "string") return description.replace(/\n\|.*/s, "");
  return describeNearest(document, split(pointer).parent);
}

/** Splits a pointer at its last token. */
function split(pointer: Pointer): { readonly parent: Pointer; readonly name: string } {
  const slash = pointer.lastIndexOf("/");
  return { parent: `#/${pointer.slice(2, Math.max(2, slash))}`, name: pointer.slice(slash + 1) };
}
