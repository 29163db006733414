import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../src/model/json.ts";
import type { DefinedSchema } from "../../src/model/schema.ts";
import { closeWorld } from "../../src/schemas/close-world.ts";
import { createCheck, isValid } from "../../src/schemas/create-check.ts";
import { createIncludes } from "../../src/schemas/includes/index.ts";
import { compareSchemas } from "../../src/schemas/index.ts";
import { schemaPair, smallSchema, smallValue } from "./small-schemas.ts";

const runs = { numRuns: 60 };

/** Says whether a value is valid and uses only properties that the schema names. */
function isSent({ schema, definitions }: DefinedSchema, value: Json): boolean {
  return (
    isValid({ schema, definitions }, value) && isValid({ schema: closeWorld(schema), definitions }, value)
  );
}

test("what is proven to be included is valid in the larger schema", () => {
  fc.assert(
    fc.property(schemaPair, fc.array(smallValue, { minLength: 20, maxLength: 40 }), ([sub, sup], values) => {
      if (!createIncludes({})(sub.schema, sup.schema)) return;
      for (const value of values) if (isValid(sub, value)) expect(createCheck(sup)(value)).toBeUndefined();
    }),
    runs,
  );
});

test("a request that was valid still is, unless a change is broken or unknown", () => {
  fc.assert(
    fc.property(
      schemaPair,
      fc.array(smallValue, { minLength: 20, maxLength: 40 }),
      ([base, head], values) => {
        const changes = compareSchemas(base, head, "request");
        for (const { evidence } of changes) {
          if (evidence.effect !== "broken") continue;
          expect(createCheck(base)(evidence.value)).toBeUndefined();
          if (!evidence.reason.includes("extra parameter"))
            expect(createCheck(head)(evidence.value)).toBeDefined();
        }
        if (
          changes.some(
            ({ evidence, rule }) => evidence.effect !== "kept" || rule === "request-property-added",
          )
        )
          return;
        for (const value of values) if (isSent(base, value)) expect(createCheck(head)(value)).toBeUndefined();
      },
    ),
    runs,
  );
});

test("an answer that may come was allowed before, unless a change is broken or unknown", () => {
  fc.assert(
    fc.property(
      schemaPair,
      fc.array(smallValue, { minLength: 20, maxLength: 40 }),
      ([base, head], values) => {
        const changes = compareSchemas(base, head, "response");
        for (const { evidence } of changes) {
          if (evidence.effect !== "broken") continue;
          expect(createCheck(head)(evidence.value)).toBeUndefined();
          expect(createCheck(base)(evidence.value)).toBeDefined();
        }
        if (
          changes.some(
            ({ evidence, rule }) => evidence.effect !== "kept" || rule.startsWith("response-property"),
          )
        )
          return;
        for (const value of values) if (isSent(head, value)) expect(createCheck(base)(value)).toBeUndefined();
      },
    ),
    runs,
  );
});

test("a schema has no difference to itself", () => {
  fc.assert(
    fc.property(smallSchema, (schema) => {
      const side = () => ({ schema: structuredClone(schema), definitions: {} });
      expect(compareSchemas(side(), side(), "request")).toEqual([]);
    }),
    runs,
  );
});
