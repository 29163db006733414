import fc from "fast-check";
import { expect, test } from "vitest";
import { findResponse } from "../../src/document/find-response.ts";
import { foldStatuses } from "../../src/document/fold-statuses.ts";
import { loadDocument } from "../../src/document/load-document.ts";
import { readApi } from "../../src/document/read-api.ts";
import { readResponses } from "../../src/document/responses.ts";
import { readSecurity } from "../../src/document/security.ts";
import { readServers } from "../../src/document/servers.ts";
import type { Operation } from "../../src/model/api.ts";
import type { JsonObject } from "../../src/model/json.ts";
import { createTree } from "../create-tree.ts";

async function read(document: JsonObject) {
  const info = { title: "Test", version: "1" };
  const text = JSON.stringify({ openapi: "3.1.0", info, ...document });
  return readApi(await loadDocument(createTree({ "root.json": text }), "root.json"));
}

const readOne = async (pathItem: JsonObject, path = "/a"): Promise<Operation> => {
  const [operation] = (await read({ paths: { [path]: pathItem } })).operations.values();
  if (operation === undefined) throw new Error("There is no operation");
  return operation;
};

test("lists operations by method and path, the prefix of the servers included", async () => {
  const get = { responses: { default: { description: "" } } };
  const keys = async (document: JsonObject) => [...(await read(document)).operations.keys()];
  expect(await keys({ paths: { "/v1/a": { get, post: get }, "x-a": { get } } })).toEqual([
    "GET /v1/a",
    "POST /v1/a",
  ]);
  const servers = [{ url: "https://{host}/{version}/", variables: { version: { default: "v1" } } }];
  expect(await keys({ servers, paths: { "/a": { get } } })).toEqual(["GET /v1/a"]);
  expect(await keys({ servers, paths: { "/a": { servers: [{ url: "/v2" }], get } } })).toEqual(["GET /v2/a"]);
  expect(await keys({ paths: { "/a/{id}/b": { get } } })).toEqual(["GET /a/{}/b"]);
});

test("takes the parameters of the path, in canonical form", async () => {
  const operation = await readOne(
    {
      parameters: [
        { in: "header", name: "X-Tenant", required: true, schema: { type: "string" } },
        { in: "query", name: "limit", schema: { type: "integer" } },
      ],
      get: {
        parameters: [
          { in: "query", name: "limit", required: true, content: { "application/JSON": { schema: true } } },
          { in: "path", name: "id", schema: { type: "string" } },
          { in: "header", name: "Content-Type", schema: { type: "string" } },
        ],
        responses: {},
      },
    },
    "/a/{id}",
  );
  const parameters = [...operation.parameters].map(([key, { source: _, schema: __, ...rest }]) => [
    key,
    rest,
  ]);
  const pointer = "/paths/~1a~1{id}/get/parameters";
  const simple = { style: "simple", explode: false, allowReserved: false };
  expect(Object.fromEntries(parameters)).toEqual({
    "header x-tenant": {
      in: "header",
      name: "x-tenant",
      pointer: `${pointer}/header x-tenant`,
      required: true,
      serialization: simple,
    },
    "query limit": {
      in: "query",
      name: "limit",
      pointer: `${pointer}/query limit`,
      required: true,
      serialization: { content: "application/json" },
    },
    "path 1": { in: "path", name: "id", pointer: `${pointer}/path 1`, required: true, serialization: simple },
  });
});

test("reads bodies, headers and the schemas of events", async () => {
  const operation = await readOne({
    post: {
      requestBody: { content: { "Application/JSON; charset=utf-8": { schema: { type: "object" } } } },
      responses: {
        "4xx": {
          headers: { "X-Id": { required: true, schema: true }, "Content-Type": { schema: true } },
          content: { "text/event-stream": { "x-itemSchema": { type: "integer" } } },
        },
      },
    },
  });
  expect(operation.requestBody).toMatchObject({ required: false });
  expect([...(operation.requestBody?.content.keys() ?? [])]).toEqual(["application/json;charset=utf-8"]);
  const response = operation.responses.get("4XX");
  expect(response?.pointer).toBe("/paths/~1a/post/responses/4XX");
  expect([...(response?.headers ?? [])]).toMatchObject([["x-id", { name: "x-id", required: true }]]);
  expect(response?.content.get("text/event-stream")).toMatchObject({
    schema: true,
    itemSchema: { type: "integer" },
  });
});

test("takes the operation's security before that of the document", async () => {
  const security = [
    { b: ["y", "x", "x"], a: [] },
    { a: [], b: ["x", "y"] },
  ];
  const get = { responses: {} };
  const { operations } = await read({ security, paths: { "/a": { get, post: { ...get, security: [] } } } });
  expect(operations.get("GET /a")?.security).toEqual([{ a: [], b: ["x", "y"] }]);
  expect(operations.get("POST /a")?.security).toEqual([]);
  expect(readSecurity([{}])).toEqual([]);
  expect(readSecurity([{ a: [] }, {}])).toEqual([{ a: [] }, {}]);
});

test("keeps what servers differ in", () => {
  const read = (...urls: readonly string[]) => readServers({ servers: urls.map((url) => ({ url })) }, {}, {});
  expect(read()).toEqual({ prefix: "", servers: [""] });
  expect(read("https://b/v1", "http://a/v1/")).toEqual({ prefix: "/v1", servers: ["http://a", "https://b"] });
  expect(read("https://b/v1", "/v2")).toEqual({ prefix: "/v1", servers: ["/v2", "https://b"] });
});

const body = (type: string, text = "Text") => ({
  description: text,
  content: { "application/json": { schema: { title: text, properties: { title: { type } } } } },
});

test("folds a response that differs from `default` only in texts", () => {
  const responses = {
    "500": body("string", "Another text"),
    "503": body("integer"),
    "5XX": body("string"),
    default: body("string"),
  };
  const folded = foldStatuses(readResponses({ responses }, ""));
  expect([...folded.keys()].toSorted()).toEqual(["503", "default"]);
});

test("a folded status still has the response that it had", () => {
  const statuses = ["200", "404", "500", "503", "4XX", "5XX", "default"];
  const anyResponses = fc.dictionary(
    fc.constantFrom(...statuses),
    fc.constantFrom("string", "integer").map((type) => body(type)),
  );
  fc.assert(
    fc.property(anyResponses, (responses) => {
      const read = readResponses({ responses }, "");
      const folded = foldStatuses(read);
      for (const status of ["200", "201", "404", "418", "500", "503"]) {
        expect(findResponse(folded, status)?.source).toEqual(findResponse(read, status)?.source);
      }
    }),
    { numRuns: 200 },
  );
});
