import type { Location, Rule } from "./redocly.ts";

/** Requires the rules in an operation's `x-rules` to have unique ids in kebab-case, and every cited id to be among them. */
export const knownRules: Rule = () => {
  const defined = new Set<string>();
  const citations: { id: string; location: Location }[] = [];
  return {
    any: {
      enter(node, { location }) {
        for (const [index, id] of citedRules(node).entries()) {
          citations.push({ id, location: location.child(["x-rules", String(index)]) });
        }
      },
    },
    Operation(operation, { location, report }) {
      for (const [index, { id }] of (operation["x-rules"] ?? []).entries()) {
        const place = location.child(["x-rules", String(index), "id"]);
        if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
          report({ message: `The id \`${id}\` is not in kebab-case.`, location: place });
        if (defined.has(id)) report({ message: `Another rule has the id \`${id}\`.`, location: place });
        defined.add(id);
      }
    },
    Root: {
      leave(_root, { report }) {
        for (const { id, location } of citations) {
          if (!defined.has(id)) report({ message: `No operation has a rule \`${id}\`.`, location });
        }
      },
    },
  };
};

/** Returns the ids that a node cites. An operation's `x-rules` has objects instead, which define the rules. */
function citedRules(node: unknown): string[] {
  const rules = typeof node === "object" && node !== null && "x-rules" in node ? node["x-rules"] : [];
  return Array.isArray(rules) ? rules.filter((rule) => typeof rule === "string") : [];
}
