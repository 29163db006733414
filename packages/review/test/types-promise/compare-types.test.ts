import { expect, test } from "vitest";
import { compareTypes } from "../../src/types-promise/compare-types.ts";
import { createSpec, edit } from "./create-spec.ts";

test("finds nothing between a spec and itself, or the same one with other descriptions", async () => {
  const base = await createSpec();
  expect(await compareTypes(base, base)).toEqual([]);
  const described = await createSpec({
    schemas: edit("Order", { name: { type: "string", description: "Yours." } }),
  });
  expect(await compareTypes(base, described)).toEqual([]);
});

test("shows a break with code that the compiler accepts for the base and refuses for the head", async () => {
  const head = await createSpec({ schemas: { State: { type: "string", enum: ["open", "done", "lost"] } } });
  const changes = await compareTypes(await createSpec(), head);
  const origin = { file: "openapi.json", pointer: "/components/schemas/State" };
  expect(changes).toEqual([
    {
      rule: "enum-value-added",
      pointer: "/paths/~1orders/post/responses/200/content/application~1json/schema/properties/state/enum",
      baseOrigin: origin,
      headOrigin: origin,
      keyword: "enum",
      direction: "response",
      sentence: '`state` may now also be `"lost"`.',
      evidence: {
        effect: "broken",
        witness: {
          kind: "code",
          code: `import type { components } from "./openapi";

export function describe(value: components["schemas"]["State"]): string {
  switch (value) {
    case "open":
      return "open";
    case "done":
      return "done";
  }
}
`,
          reason: "Function lacks ending return statement and return type does not include 'undefined'.",
        },
      },
      base: undefined,
      head: undefined,
    },
  ]);
});
