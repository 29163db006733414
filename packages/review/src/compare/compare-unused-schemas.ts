import { canonicalize, canonicalText } from "../canonical/index.ts";
import { joinPointer } from "../document/pointer.ts";
import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import { originKey, originOf } from "../model/origin.ts";
import { code } from "./code.ts";
import type { Comparison, Side } from "./comparison.ts";
import { createFinding, type Finding, kept } from "./findings/finding.ts";

/** Compares the named schemas that no operation uses. They concern only code that uses their types. */
export function compareUnusedSchemas({ base, head }: Comparison): readonly Finding[] {
  const before = unusedSchemas(base);
  return [...unusedSchemas(head)].flatMap(([name, schema]) => {
    const earlier = before.get(name);
    if (earlier === undefined || textOf(earlier, base) === textOf(schema, head)) return [];
    return [
      createFinding({
        rule: "unused-schema-changed",
        pointer: joinPointer("/components/schemas", name),
        direction: "both",
        effects: { wire: kept("no operation uses the schema") },
        sentence: `The schema ${code(name)}, which no operation uses, differs.`,
        base: earlier,
        head: schema,
        basePart: earlier,
        headPart: schema,
      }),
    ];
  });
}

function textOf(schema: JsonObject, { document: { definitions } }: Side): string {
  return canonicalText(canonicalize({ schema, definitions }).schema);
}

function unusedSchemas({ document: { root, definitions } }: Side): ReadonlyMap<string, JsonObject> {
  const { components } = root;
  const schemas = isJsonObject(components) && isJsonObject(components.schemas) ? components.schemas : {};
  const used = originsIn([root.paths ?? null, root.webhooks ?? null, definitions]);
  return new Map(
    Object.entries(schemas).flatMap(([name, schema]): [string, JsonObject][] => {
      const place = isJsonObject(schema) ? originOf(schema) : undefined;
      return isJsonObject(schema) && place !== undefined && !used.has(originKey(place))
        ? [[name, schema]]
        : [];
    }),
  );
}

function originsIn(value: Json): ReadonlySet<string> {
  const origins = new Set<string>();
  const visited = new Set<object>();
  const visit = (part: Json): void => {
    if (typeof part !== "object" || part === null || visited.has(part)) return;
    visited.add(part);
    const place = isJsonObject(part) ? originOf(part) : undefined;
    if (place !== undefined) origins.add(originKey(place));
    for (const child of Object.values(part)) visit(child);
  };
  visit(value);
  return origins;
}
