import { canonicalText, sortedSet } from "../../canonical/canonical-text.ts";
import type { Json } from "../../model/json.ts";
import type { SchemaNode, SchemaNodes } from "./walk-schema.ts";

/** A keyword that says something else about the values in one place. */
export interface AnnotationDifference {
  readonly place: string;
  /** The schemas that have the keyword, or the first one in the place. */
  readonly base: SchemaNode;
  readonly head: SchemaNode;
  /** Undefined if no schema of the place has the keyword; a list if several have different values. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/**
 * Compares a keyword that asserts nothing about values, place by place. A place that only one document has is left out:
 * its property was added or removed, which is a change of its own.
 */
export function compareAnnotation(
  base: SchemaNodes,
  head: SchemaNodes,
  keyword: string,
): readonly AnnotationDifference[] {
  return [...base].flatMap(([place, nodes]) => {
    const others = head.get(place);
    const [baseNode, headNode] = [findNode(nodes, keyword), others && findNode(others, keyword)];
    if (others === undefined || baseNode === undefined || headNode === undefined) return [];
    const [before, after] = [readKeyword(nodes, keyword), readKeyword(others, keyword)];
    if (textOf(before) === textOf(after)) return [];
    return [{ place, base: baseNode, head: headNode, before, after }];
  });
}

function findNode(nodes: readonly SchemaNode[], keyword: string): SchemaNode | undefined {
  return nodes.find(({ schema }) => keyword in schema) ?? nodes[0];
}

function readKeyword(nodes: readonly SchemaNode[], keyword: string): Json | undefined {
  const values = nodes.flatMap(({ schema }) => (keyword in schema ? [schema[keyword] ?? null] : []));
  const distinct = sortedSet(values);
  return distinct.length > 1 ? distinct : distinct[0];
}

function textOf(value: Json | undefined): string {
  return value === undefined ? "" : canonicalText(value);
}
