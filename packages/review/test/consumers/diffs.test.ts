import { expect, test } from "vitest";
import { diffApiReports } from "../../src/consumers/diff-api-reports.ts";
import { diffDeclarations } from "../../src/consumers/diff-declarations.ts";
import { createTree } from "../create-tree.ts";
import { createSpec, edit } from "../types-promise/create-spec.ts";

test("shows what changes in the declarations, and nothing if only texts change", async () => {
  const base = await createSpec();
  const head = await createSpec({ schemas: edit("Order", { size: { enum: ["small", "huge"] } }) });
  const diff = await diffDeclarations(base, head);
  expect(diff).toMatch(/^--- base\/openapi\.d\.ts\n\+\+\+ head\/openapi\.d\.ts\n@@ /);
  expect(diff.match(/^[-+] .*/gm)).toEqual([
    '-            size?: "small" | "large";',
    '+            size?: "small" | "huge";',
  ]);
  const described = await createSpec({
    schemas: edit("Order", { name: { type: "string", description: "Yours." } }),
  });
  expect(await diffDeclarations(base, described)).toBe("");
});

test("shows what changes in API reports, wherever they are", async () => {
  const path = "packages/client/api/index.api.md";
  const base = createTree({ [path]: "export const a: number;\r\n", "README.md": "Old." });
  const head = createTree({ [path]: "export const a: string;\n", "api/new.api.md": "export const b: 1;\n" });
  expect(await diffApiReports(base, head)).toBe(`--- /dev/null
+++ head/api/new.api.md
@@ -0,0 +1 @@
+export const b: 1;
--- base/${path}
+++ head/${path}
@@ -1 +1 @@
-export const a: number;
+export const a: string;
`);
  expect(await diffApiReports(base, base)).toBe("");
});
