import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadDocument } from "../../src/document/load-document.ts";
import { openRepository } from "../../src/git/open-repository.ts";
import { isJsonObject, type Json, type JsonObject } from "../../src/model/json.ts";
import { originOf } from "../../src/model/origin.ts";
import type { SpecDocument } from "../../src/model/spec-document.ts";
import { createTree } from "../create-tree.ts";

const start = "openapi: 3.1.0\ninfo: {title: Test, version: '1'}\n";

const load = (text: string, files: Readonly<Record<string, string>> = {}) =>
  loadDocument(createTree({ ...files, "api/root.yaml": start + text }), "api/root.yaml");

/** Returns the part of a document that keys lead to. */
function at({ root }: { readonly root: Json }, ...keys: readonly string[]): JsonObject {
  const part = keys.reduce<Json | undefined>((parent, key) => Object(parent)[key], root);
  if (!isJsonObject(part)) throw new Error(`There is no object at ${keys.join(" ")}`);
  return part;
}

/** Returns a value without origins, to compare it. */
const plain = (value: Json | undefined): unknown => JSON.parse(JSON.stringify(value));

const line = (document: SpecDocument, part: JsonObject, keyword?: string) => {
  const origin = originOf(part);
  if (origin === undefined) throw new Error("The part has no origin");
  const { file, line } = document.locate(origin, keyword);
  return `${file}:${line}`;
};

test("loads this repository's spec and knows its lines", async () => {
  const repository = await openRepository(fileURLToPath(new URL(".", import.meta.url)));
  const document = await loadDocument(repository.worktree(), "spec/openapi.yaml");
  const operation = at(document, "paths", "/completions", "post");
  const schema = at({ root: operation }, "requestBody", "content", "application/json", "schema");
  const stop = at({ root: schema }, "properties", "stop");
  const file = "spec/components/schemas/CreateCompletionRequest.yaml";
  const text = (await repository.worktree().read(file))?.split("\n") ?? [];
  expect(line(document, stop)).toBe(`${file}:${text.indexOf("  stop:") + 1}`);
  expect(line(document, at({ root: schema }, "properties", "top_p"), "maximum")).toBe(
    `${file}:${text.indexOf("    maximum: 1") + 1}`,
  );
  expect(plain(document.definitions)).toEqual({});
  expect(JSON.stringify(document.root)).not.toContain("$ref");
  expect(Object.keys(at({ root: document.bundle }, "components", "schemas"))).toContain("CompletionEvent");
});

test("replaces references by their targets, wherever they may be", async () => {
  const document = await load(
    `paths:
  /a:
    get:
      responses:
        default:
          $ref: "#/components/responses/Failure"
          description: Another text.
components:
  responses:
    Failure:
      description: Failed.
      content:
        text/event-stream:
          schema: {type: string}
          x-itemSchema: {$ref: "../shared/types.yaml#/a~1b"}
          example: {$ref: not followed}
  schemas:
    Literals:
      enum: [{$ref: a}]
      default: {$ref: b}
      properties:
        default: {$ref: "../shared/types.yaml#/a~1b"}
        $ref: {type: string}
`,
    { "shared/types.yaml": "a/b: {type: integer}\n" },
  );
  const response = at(document, "paths", "/a", "get", "responses", "default");
  expect(response.description).toBe("Another text.");
  const mediaType = at({ root: response }, "content", "text/event-stream");
  expect(plain(mediaType["x-itemSchema"])).toEqual({ type: "integer" });
  expect(plain(mediaType.example)).toEqual({ $ref: "not followed" });
  const literals = at(document, "components", "schemas", "Literals");
  expect(plain(literals)).toMatchObject({ enum: [{ $ref: "a" }], default: { $ref: "b" } });
  // The same target is the same object.
  expect(at({ root: literals }, "properties").default).toBe(mediaType["x-itemSchema"]);
  expect(line(document, at({ root: mediaType }, "x-itemSchema"), "type")).toBe("shared/types.yaml:1");
});

test("joins a schema with what stands beside its reference", async () => {
  const document = await load(`components:
  schemas:
    Text:
      type: string
      description: A text.
      minLength: 1
    Described: {$ref: "#/components/schemas/Text", description: Another text.}
    Default:
      $ref: "#/components/schemas/Text"
      default: x
    Short: {$ref: "#/components/schemas/Text", maxLength: 9, allOf: [{pattern: a}]}
`);
  const schemas = at(document, "components", "schemas");
  const text = at({ root: schemas }, "Text");
  expect(plain(schemas.Described)).toEqual({ type: "string", minLength: 1, description: "Another text." });
  expect(plain(schemas.Default)).toEqual({
    type: "string",
    minLength: 1,
    description: "A text.",
    default: "x",
  });
  expect(plain(schemas.Short)).toEqual({ allOf: [plain(text), { pattern: "a" }], maxLength: 9 });
  // A text of its own makes no other schema of it.
  expect(originOf(at({ root: schemas }, "Described"))).toEqual(originOf(text));
  expect(line(document, at({ root: schemas }, "Described"), "minLength")).toBe("api/root.yaml:8");
  expect(line(document, at({ root: schemas }, "Default"), "default")).toBe("api/root.yaml:12");
  expect(line(document, at({ root: schemas }, "Default"), "minLength")).toBe("api/root.yaml:8");
});

test("keeps only references that lead back to themselves, in any order of the schemas", async () => {
  const schemas = [
    `    Tree: {properties: {children: {items: {$ref: "#/components/schemas/Branch"}}}}`,
    `    Branch: {properties: {tree: {$ref: "#/components/schemas/Alias"}}}`,
    `    Alias: {$ref: "#/components/schemas/Tree"}`,
    `    Part: {$ref: "#/components/schemas/Tree/properties/children"}`,
    `    Plain: {properties: {tree: {$ref: "#/components/schemas/Tree"}}}`,
    `    Outer: {items: {$ref: "#/components/schemas/Plain"}}`,
  ];
  const documents = [
    await load(`components:\n  schemas:\n${schemas.join("\n")}\n`),
    await load(`components:\n  schemas:\n${schemas.toReversed().join("\n")}\n`),
  ];
  for (const document of documents) {
    const tree = { properties: { children: { items: { $ref: "#/$defs/Branch" } } } };
    const branch = { properties: { tree: { $ref: "#/$defs/Tree" } } };
    expect(plain(at(document, "components", "schemas"))).toEqual({
      Tree: tree,
      Branch: branch,
      Alias: tree,
      Part: tree.properties.children,
      Plain: { properties: { tree } },
      Outer: { items: { properties: { tree } } },
    });
    expect(plain(document.definitions)).toEqual({ Tree: tree, Branch: branch });
  }
});

test("takes JSON, Windows line ends, a byte order mark, aliases and merge keys", async () => {
  const text = `components:
  schemas:
    Base: &base
      type: string
    Copy: *base
    Merged:
      <<: *base
      minLength: 1
`;
  const windows = `\uFEFF${start}${text}`.replaceAll("\n", "\r\n");
  const document = await loadDocument(createTree({ "root.yaml": windows }), "root.yaml");
  const schemas = at(document, "components", "schemas");
  expect(plain(schemas)).toEqual({
    Base: { type: "string" },
    Copy: { type: "string" },
    Merged: { type: "string", minLength: 1 },
  });
  expect(line(document, at({ root: schemas }, "Merged"), "minLength")).toBe("root.yaml:10");
  expect(line(document, at({ root: schemas }, "Copy"), "type")).toBe("root.yaml:6");
  const json = JSON.stringify({ openapi: "3.2.0", info: { title: "T", version: "1" }, paths: {} }, null, 2);
  const fromJson = await loadDocument(createTree({ "root.json": json }), "root.json");
  expect(line(fromJson, at(fromJson, "info"), "version")).toBe("root.json:5");
});

test.each([
  ["paths: {", "api/root.yaml:3: Flow map"],
  ["paths: {}\npaths: {}", "api/root.yaml:4: Map keys must be unique"],
  [
    "components:\n  schemas:\n    A: {$ref: none.yaml}",
    "api/root.yaml:5: Cannot follow the reference none.yaml: api/none.yaml does not exist.",
  ],
  [
    "components:\n  schemas:\n    A:\n      $ref: '#/x/y'",
    "api/root.yaml:6: Cannot follow the reference #/x/y: api/root.yaml has no /x/y.",
  ],
  ["components:\n  schemas:\n    A: {$ref: 'https://localhost/a.yaml'}", "it leaves the repository"],
  ["components:\n  schemas:\n    A: {$ref: ../../a.yaml}", "it leaves the repository"],
  ["components:\n  schemas:\n    A: {$ref: /etc/a.yaml}", "it is an absolute path"],
  ["components:\n  schemas:\n    A: {$ref: '#anchor'}", "anchors are not supported"],
  ["components:\n  schemas:\n    A: {$ref: 'a%zz.yaml'}", "its percent-encoding is invalid"],
  ["components:\n  schemas:\n    A: {$dynamicRef: '#a'}", "api/root.yaml:5: $dynamicRef is not supported"],
  [
    "components:\n  schemas:\n    A: {$id: 'a', items: {$ref: '#/components/schemas/B'}}",
    "api/root.yaml:5: $id is not supported",
  ],
  [
    "components:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}",
    "leads back to itself",
  ],
  [
    "paths:\n  /a: &a\n    get: {callbacks: {x: {y: {$ref: '#/paths/~1a'}}}}",
    "Only schemas may contain a reference to themselves",
  ],
])("refuses %j", async (text, message) => {
  await expect(load(text)).rejects.toThrow(message);
});

test("accepts keywords that change the meaning of no reference", async () => {
  const keywords = "{$id: 'a', $anchor: a, $dynamicAnchor: a, $recursiveAnchor: true, $recursiveRef: '#'}";
  const document = await load(`components:\n  schemas:\n    A: ${keywords}`);
  expect(at(document, "components", "schemas", "A")).toMatchObject({ $id: "a", $recursiveRef: "#" });
});

test.each([
  ["swagger: '2.0'", "root.yaml:1: OpenAPI 2.0 is not supported."],
  ["info: {}\nopenapi: 3.0.3", "root.yaml:2: OpenAPI 3.0.3 is not supported."],
  ["[]", "root.yaml is not an OpenAPI document"],
  ["", "root.yaml is not an OpenAPI document"],
  ["title: x", `it has no property "openapi"`],
])("refuses the document %j", async (text, message) => {
  await expect(loadDocument(createTree({ "root.yaml": text }), "root.yaml")).rejects.toThrow(message);
});

test("refuses a document that does not exist", async () => {
  const loaded = loadDocument(createTree({}, "main"), "root.yaml");
  await expect(loaded).rejects.toThrow("root.yaml does not exist in main.");
});
