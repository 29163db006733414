import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { exchangeWitnesses } from "../../src/exchange/exchange-witnesses.ts";
import type { Change, RequestWitness, WitnessRequest } from "../../src/model/change.ts";
import type { JsonObject } from "../../src/model/json.ts";
import type { SpecDocument } from "../../src/model/spec-document.ts";

const spec = readFileSync(new URL("../../../../spec/dist/openapi.json", import.meta.url), "utf8");

test("sends a request that the head refuses to both mocks", async () => {
  const temperature = /("temperature":\s*\{[^}]*"maximum":) 2/;
  expect(spec).toMatch(temperature);
  const change = requestChange({ body: { prompt: "Call me", temperature: 1.5 } });

  const [exchanged] = await exchangeWitnesses(
    [change],
    toDocument(JSON.parse(spec)),
    toDocument(JSON.parse(spec.replace(temperature, "$1 1"))),
  );

  const exchange = exchangeOf(exchanged);
  expect(exchange?.base.status).toBe(200);
  expect(exchange?.head.status).toBe(422);
  expect(exchange?.head.body).toContain("temperature must be <= 1");
  expect(exchange?.curl).toContain("Authorization: Bearer any-token");
  expect(exchanged?.notes).toEqual([]);
});

test("says when a mock disagrees with a witness", async () => {
  const change = requestChange({ body: { prompt: "Call me", temperature: 1.5 } });
  const document = toDocument(JSON.parse(spec));
  const [exchanged] = await exchangeWitnesses([change], document, document);
  expect(exchanged?.notes).toEqual(["The mock of the head accepts the request all the same."]);
});

test("finds an operation below the path of the server, and one that only the base has", async () => {
  const base = minimalDocument();
  const change = requestChange({ method: "GET", path: "/v1/models", body: undefined });
  const [exchanged] = await exchangeWitnesses(
    [change],
    toDocument(base),
    toDocument({ ...base, paths: { "/other": {} } }),
  );
  expect(exchangeOf(exchanged)).toMatchObject({ base: { status: 200 }, head: { status: 404 } });
});

test("notes a spec that Prism cannot read, and loses no change", async () => {
  const other: Change = { ...requestChange({}), effects: {} };
  const unreadable = toDocument({});
  const changes = await exchangeWitnesses([requestChange({}), other], unreadable, unreadable);
  expect(changes[0]?.notes).toEqual([expect.stringContaining("Prism cannot read the spec")]);
  expect(changes[1]).toEqual(other);
});

function requestChange(request: Partial<WitnessRequest>): Change {
  const witness: RequestWitness = {
    kind: "request",
    request: {
      method: "POST",
      path: "/completions",
      query: { "api-version": "2024-04-01-preview" },
      headers: {},
      body: { prompt: "Call me" },
      ...request,
    },
    reason: "`temperature` is above 1.",
  };
  return {
    rule: "maximum-lowered",
    pointer: "/paths/~1completions/post/requestBody",
    source: { file: "spec/openapi.yaml", line: 1 },
    direction: "request",
    effects: { wire: { effect: "broken", witness } },
    sentence: "`temperature` must now be at most 1, not 2.",
    notes: [],
    base: 2,
    head: 1,
    addsFeature: false,
  };
}

function exchangeOf(change: Change | undefined) {
  const wire = change?.effects.wire;
  if (wire?.effect !== "broken" || wire.witness.kind !== "request") return undefined;
  return wire.witness.exchange;
}

function minimalDocument(): JsonObject {
  return {
    openapi: "3.1.0",
    info: { title: "Models", version: "1" },
    servers: [{ url: "https://example.com/v1" }],
    paths: { "/models": { get: { responses: { 200: { description: "Fine." } } } } },
  };
}

function toDocument(bundle: JsonObject): SpecDocument {
  const file = "spec/openapi.yaml";
  return {
    revision: "a test",
    file,
    root: bundle,
    definitions: {},
    bundle,
    locate: () => ({ file, line: 1 }),
  };
}
