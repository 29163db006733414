import type { JsonObject } from "../model/json.ts";
import type { DefinedSchema, Definitions, Schema } from "../model/schema.ts";
import { inPlace, mapChildren } from "./child-schemas.ts";
import { dropAnnotations } from "./rewrites/drop-annotations.ts";
import { type RewriteContext, rewrites } from "./rewrites/index.ts";
import { sortSets } from "./rewrites/sort-sets.ts";
import { unevaluatedToAdditional } from "./rewrites/unevaluated-to-additional.ts";

type Memory = WeakMap<JsonObject, Schema>;

/** Results by definitions, since rewrites may look at the target of a reference. */
const memories = new WeakMap<Definitions, { readonly free: Memory; readonly bound: Memory }>();
const definitionsInCanonicalForm = new WeakMap<Definitions, Definitions>();

/** Far more than any schema needs. A form on the way is as valid as the last one, so the limit costs only equality. */
const maximumSteps = 1000;

/**
 * Rewrites a schema to canonical form: one that allows the same values, and that is equal for many schemas that allow the
 * same values. Objects keep their origins. Keywords that no rewrite understands stay as they are.
 *
 * Each rewrite drops a keyword, a branch or a value, or replaces one by something simpler, in a fixed order (`oneOf`,
 * `anyOf`, `allOf`, a plain keyword). None goes back, so the form is reached.
 *
 * Schemas and definitions must not be changed afterwards: the same object gets the same result without another look.
 */
export function canonicalize({ schema, definitions }: DefinedSchema): DefinedSchema {
  let canonicalDefinitions = definitionsInCanonicalForm.get(definitions);
  if (!canonicalDefinitions) {
    // A reference may stand beside `unevaluatedProperties`, which sees the keywords within its target.
    const isFree = !Object.values(definitions).some(usesUnevaluated);
    canonicalDefinitions = Object.fromEntries(
      Object.entries(definitions).map(([name, target]) => [
        name,
        isFree ? rewrite(target, definitions) : rewriteBound(target, definitions),
      ]),
    );
    definitionsInCanonicalForm.set(definitions, canonicalDefinitions);
    definitionsInCanonicalForm.set(canonicalDefinitions, canonicalDefinitions);
  }
  return { schema: rewrite(schema, definitions), definitions: canonicalDefinitions };
}

function memoryOf(definitions: Definitions) {
  const known = memories.get(definitions);
  if (known) return known;
  const memory = { free: new WeakMap(), bound: new WeakMap() };
  memories.set(definitions, memory);
  return memory;
}

function rewrite(schema: Schema, definitions: Definitions): Schema {
  if (typeof schema === "boolean") return schema;
  const { free } = memoryOf(definitions);
  const known = free.get(schema);
  if (known !== undefined) return known;

  const context: RewriteContext = { definitions };
  let current: Schema = schema;
  for (let steps = 0; steps < maximumSteps && typeof current === "object"; steps++) {
    const next: Schema = rewriteOnce(current, context);
    if (next === current) break;
    current = next;
  }
  free.set(schema, current);
  if (typeof current === "object") free.set(current, current);
  return current;
}

/** Rewrites the schemas within, then applies the first rewrite that changes something. */
function rewriteOnce(schema: JsonObject, context: RewriteContext): Schema {
  const simple = unevaluatedToAdditional(dropAnnotations(schema));
  if (hasUnevaluated(simple)) return rewriteBound(simple, context.definitions);
  const current = mapChildren(simple, (child) => rewrite(child, context.definitions));
  for (const step of rewrites) {
    const next = step(current, context);
    if (next !== current) return next;
  }
  return current;
}

/**
 * Rewrites a schema that `unevaluatedProperties` or `unevaluatedItems` looks into. These see which keywords have applied to
 * a value, so only schemas of other values are rewritten: those of properties and items.
 */
function rewriteBound(schema: Schema, definitions: Definitions): Schema {
  if (typeof schema === "boolean") return schema;
  const { bound } = memoryOf(definitions);
  const known = bound.get(schema);
  if (known !== undefined) return known;
  const current = mapChildren(sortSets(dropAnnotations(schema)), (child, keyword) =>
    inPlace.has(keyword) ? rewriteBound(child, definitions) : rewrite(child, definitions),
  );
  const sorted = sortSets(current);
  bound.set(schema, sorted);
  bound.set(sorted, sorted);
  return sorted;
}

function hasUnevaluated(schema: JsonObject): boolean {
  return schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined;
}

const users = new WeakMap<JsonObject, boolean>();

function usesUnevaluated(schema: Schema): boolean {
  if (typeof schema === "boolean") return false;
  const known = users.get(schema);
  if (known !== undefined) return known;
  let uses = hasUnevaluated(schema);
  mapChildren(schema, (child) => {
    uses ||= usesUnevaluated(child);
    return child;
  });
  users.set(schema, uses);
  return uses;
}
