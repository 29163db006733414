import { globSync, readFileSync } from "node:fs";
import { parseYaml } from "@completions-api/command-line/yaml";
import { expect, test } from "vitest";
import schema from "../../config.schema.json" with { type: "json" };
import { optionalParameters } from "../../src/backends/backend.ts";
import { checkSchema } from "../../src/config/check-schema.ts";

const deploy = new URL("../../deploy/", import.meta.url);

test("a deployment may support every parameter of a request that concerns the model", () => {
  expect(schema.$defs.parameters.items.enum).toEqual(optionalParameters.toSorted());
});

test("every property has a description for editors", () => {
  expect(listUndescribed(schema)).toEqual([]);
});

test("the configurations in deploy/ are valid", () => {
  const texts = globSync("**/gateway.yaml", { cwd: deploy }).map((file) =>
    readFileSync(new URL(file, deploy), "utf8"),
  );
  expect(texts).toHaveLength(3);
  for (const text of texts) expect(checkSchema(parseYaml(text))).toMatchObject({ valid: true });
});

/** Lists the paths of properties without a description, directly or through a reference. */
function listUndescribed(node: unknown, path = "#"): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { properties = {} } = node as {
    properties?: Record<string, { $ref?: string; description?: string }>;
  };
  const definitions: Record<string, { description?: string; [keyword: string]: unknown }> = schema.$defs;
  const undescribed = Object.entries(properties)
    .filter(([, { $ref = "", description }]) => {
      return description === undefined && !definitions[$ref.replace("#/$defs/", "")]?.description;
    })
    .map(([name]) => `${path}/${name}`);
  return [
    ...undescribed,
    ...Object.entries(node).flatMap(([key, child]) => listUndescribed(child, `${path}/${key}`)),
  ];
}
