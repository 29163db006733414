import type { Context, Reference } from "./redocly.ts";

/**
 * A copy of a node with everything in it that it refers to. `from` is the file that it is in. Where a node comes to itself
 * again, there is an empty object, a schema that anything is valid by.
 */
export function dereference<Node>(
  node: Node | Reference,
  context: Context,
  from: string = context.location.source.absoluteRef,
): Node {
  // What a reference leads to is a node of the type that stands in its place; Redocly's rule `struct` sees to that.
  return replaceReferences(node, context, from, []) as Node;
}

function replaceReferences(
  node: unknown,
  context: Context,
  from: string,
  parents: readonly unknown[],
): unknown {
  if (typeof node !== "object" || node === null) return node;
  if (parents.includes(node)) return {};
  const path = [...parents, node];
  if (isReference(node)) {
    const { node: target, location } = context.resolve<unknown>(node, from);
    // Nothing there, or not YAML: `no-unresolved-refs` says so.
    return target === undefined ? {} : replaceReferences(target, context, location.source.absoluteRef, path);
  }
  if (Array.isArray(node)) return node.map((item) => replaceReferences(item, context, from, path));
  const entries = Object.entries(node).map(([key, value]) => [
    key,
    replaceReferences(value, context, from, path),
  ]);
  return Object.fromEntries(entries);
}

const isReference = (node: object): node is Reference => "$ref" in node && typeof node.$ref === "string";
