import type { Context, Reference } from "./redocly.ts";

/**
 * Copies a node and replaces each reference in it by its target. A reference back to a node that contains it becomes an
 * empty object, the schema that accepts every value.
 *
 * @param from The file that contains the node.
 */
export function dereference<Node>(
  node: Node | Reference,
  context: Context,
  from: string = context.location.source.absoluteRef,
): Node {
  // A reference leads to a node of the type required in its place: Redocly's rule `struct` checks that.
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
    // The target is missing or not YAML, and `no-unresolved-refs` reports it.
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
