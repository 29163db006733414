import type { Context, Reference } from "./redocly.ts";

/** A copy of a node with everything in it that it refers to. `from` is the file that it is in. */
export function dereference<Node>(
  node: Node | Reference,
  context: Context,
  from: string = context.location.source.absoluteRef,
): Node {
  // What a reference leads to is a node of the type that stands in its place; Redocly's rule `struct` sees to that.
  return replaceReferences(node, context, from) as Node;
}

function replaceReferences(node: unknown, context: Context, from: string): unknown {
  if (typeof node !== "object" || node === null) return node;
  if (isReference(node)) {
    const { node: target, location } = context.resolve<unknown>(node, from);
    // Nothing there: `no-unresolved-refs` says so.
    return location ? replaceReferences(target, context, location.source.absoluteRef) : {};
  }
  if (Array.isArray(node)) return node.map((item) => replaceReferences(item, context, from));
  const entries = Object.entries(node).map(([key, value]) => [key, replaceReferences(value, context, from)]);
  return Object.fromEntries(entries);
}

const isReference = (node: object): node is Reference => "$ref" in node && typeof node.$ref === "string";
