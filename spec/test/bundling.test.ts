import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { describeErrorCodes } from "../bundling/describe-error-codes.ts";
import { describeRules } from "../bundling/describe-rules.ts";
import { toOpenApi32 } from "../bundling/openapi-3.2.ts";
import { formatTable } from "../bundling/table.ts";
import { azure, openai } from "./bundle.ts";
import { redocly } from "./redocly.ts";

const readDist = (name: string) => readFile(new URL(`../dist/${name}`, import.meta.url), "utf8");

test("a cell of a table may contain a line", () => {
  expect(
    formatTable([
      ["a", "b"],
      ["c | d", "e"],
    ]),
  ).toBe("| a | b |\n| --- | --- |\n| c \\| d | e |");
});

test.each([azure, openai])("the description of the operation has every rule", ({ endpoints }) => {
  const { description = "", "x-rules": rules = [] } = endpoints[0].operation;
  expect(rules.length).toBeGreaterThan(10);
  for (const { id, rule } of rules)
    expect(description).toContain(`| \`${id}\` | ${rule.replaceAll("|", "\\|")} |`);
});

test.each([azure, openai])(
  "generators can make a type of each component: no two have the same name",
  ({ bundle }) => {
    const { schemas, parameters = {}, responses } = bundle.components;
    const names = [schemas, parameters, responses].flatMap(Object.keys);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  },
);

test("a document without rules or codes stays as it is", () => {
  const document = { openapi: "3.1.0", paths: { "/": { get: { description: "A" } } }, components: {} };
  expect(describeErrorCodes(describeRules(document))).toEqual(document);
});

test("the description of each error code's header has the codes, statuses and meanings of its response", () => {
  const { headers, schemas } = azure.bundle.components;
  const { "x-statuses": statuses = {}, "x-enumDescriptions": meanings = {} } = schemas.ErrorCode ?? {};
  const row = (code: string) => `| \`${code}\` | ${statuses[code]} | ${meanings[code]} |`;
  for (const code of Object.keys(statuses)) expect(headers.OtherErrorCode?.description).toContain(row(code));
  expect(headers.NotFoundErrorCode?.description).toContain(row("not_found"));
  expect(headers.NotFoundErrorCode?.description).not.toContain("unauthorized");
  expect(headers.UnprocessableContentErrorCode?.description).toContain(row("parameter_not_supported"));
});

test("the spec for OpenAI's clients is valid for the OpenAPI Initiative's schema", async () => {
  expect(await new Validator().validate(JSON.parse(await readDist("openai.json")))).toEqual({ valid: true });
});

test("the response with all other errors has the codes for OpenAI's clients, whose errors have no header for them", () => {
  const { responses, schemas } = openai.bundle.components;
  const { "x-statuses": statuses = {}, "x-enumDescriptions": meanings = {} } = schemas.ErrorCode ?? {};
  const rows = Object.keys(statuses).map((code) => `| \`${code}\` | ${statuses[code]} | ${meanings[code]} |`);
  for (const row of rows) expect(responses.OtherError?.description).toContain(row);
  expect(azure.bundle.components.responses.OtherError?.description).not.toContain("|");
});

test.each(["openapi", "openapi-3.0", "openapi-3.2", "openai"])(
  "%s is the same as JSON and as YAML",
  async (name) => {
    expect(parse(await readDist(`${name}.yaml`))).toEqual(JSON.parse(await readDist(`${name}.json`)));
  },
);

describe("the spec as OpenAPI 3.2", async () => {
  const document = JSON.parse(await readDist("openapi-3.2.json"));

  test("is valid for Redocly and for the OpenAPI Initiative's schema", async () => {
    const folder = await mkdtemp(join(tmpdir(), "openapi-3.2-"));
    const config = join(folder, "redocly.yaml");
    // The spec's own configuration has rules for 3.1. `struct` reports each field that OpenAPI 3.2 does not have.
    await writeFile(config, "rules: { struct: error, no-unresolved-refs: error }");
    const file = fileURLToPath(new URL("../dist/openapi-3.2.json", import.meta.url));
    const { stderr, exitCode } = await redocly("lint", file, `--config=${config}`);
    await rm(folder, { recursive: true });
    expect(stderr).toContain("Your API description is valid");
    expect(exitCode).toBe(0);
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
  });

  test("describes each event of the example, and nothing else", () => {
    const { itemSchema, ...mediaType } =
      document.components.responses.Completion.content["text/event-stream"];
    expect(Object.keys(mediaType)).toEqual(["examples", "x-rules"]);
    const ajv = new Ajv2020({ strict: false, formats: { int64: true } });
    ajv.addSchema({ $id: "spec", ...document });
    const isItem = ajv.compile({ $id: "item", components: document.components, ...itemSchema });
    const example = document.components.examples["streamed-response"];
    expect(example).not.toHaveProperty("value");
    const data = [...example.serializedValue.matchAll(/^data: (.*)$/gm)].map(([, text]) => text);
    expect(data).toHaveLength(4);
    for (const text of data) expect(isItem({ data: text }), text).toBe(true);
    for (const item of [{ data: "DONE" }, { event: "message" }, { data: {} }])
      expect(isItem(item)).toBe(false);

    const [, { contentSchema }] = itemSchema.properties.data.oneOf;
    const isEvent = ajv.compile({ $ref: `spec${contentSchema.$ref}` });
    for (const text of data.slice(0, -1)) expect(isEvent(JSON.parse(text))).toBe(true);
    expect(JSON.stringify(document)).not.toContain("x-itemSchema");
  });

  test("keeps everything that is no stream", () => {
    const stream = { schema: { type: "string" }, "x-itemSchema": { type: "object" } };
    const other = { schema: { type: "object" }, examples: { one: { value: { a: 1 } } } };
    const converted = toOpenApi32({ openapi: "3.1.0", paths: { a: [stream, other] } });
    expect(converted).toMatchObject({
      openapi: "3.2.0",
      paths: { a: [{ itemSchema: { type: "object" } }, other] },
    });
  });
});
