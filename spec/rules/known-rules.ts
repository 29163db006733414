import type { Location, Rule } from "./redocly.ts";

/** The rules that an operation lists in `x-rules` have ids of their own, in kebab-case, and no other ids are cited. */
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
          report({ message: `\`${id}\` is not in kebab-case.`, location: place });
        if (defined.has(id)) report({ message: `There is another rule \`${id}\`.`, location: place });
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

/** An operation defines its rules, as objects; other nodes cite them, by their ids. */
function citedRules(node: unknown): string[] {
  const rules = typeof node === "object" && node !== null && "x-rules" in node ? node["x-rules"] : [];
  return Array.isArray(rules) ? rules.filter((rule) => typeof rule === "string") : [];
}
