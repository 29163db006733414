import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stringify } from "yaml";
import { listChecks, programChecks, readConsumers } from "../src/consumer.ts";

const valid = {
  name: "sample",
  homepage: "https://example.com",
  version: "1.0.0",
  language: "Go",
  needs: ["go"],
  generate: ["sample $SPEC"],
  run: "go run .",
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "consumers-"));
  mkdirSync(join(folder, "sample"));
  mkdirSync(join(folder, "src"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(consumer: object) {
  writeFileSync(join(folder, "sample/consumer.yaml"), stringify(consumer));
  return readConsumers(folder);
}

test("a folder with a consumer.yaml is a consumer, with defaults for what the file leaves out", () => {
  expect(read(valid)).toEqual([
    {
      ...valid,
      folder: join(folder, "sample"),
      spec: "openapi.yaml",
      install: [],
      compile: [],
      faults: {},
    },
  ]);
});

test("the checks are those that the consumer has lines for, and those of its program", () => {
  const [consumer] = read(valid);
  expect(consumer && listChecks(consumer)).toEqual(["generates", ...programChecks]);
  const [other] = read({ ...valid, generate: [], checks: ["mock"] });
  expect(other && listChecks(other)).toEqual(["mock"]);
});

test.each([
  ["without a version", { version: undefined }, "must have required property 'version'"],
  [
    "with an unknown property",
    { instal: [] },
    '/ must NOT have additional properties {"additionalProperty":"instal"}',
  ],
  [
    "with a fault of ours",
    { faults: { stream: { whose: "ours", why: "We did it." } } },
    "/faults/stream/whose must be equal to constant",
  ],
  [
    "with a fault without an issue",
    { faults: { stream: { whose: "generator", why: "It cannot." } } },
    "must have required property 'issue'",
  ],
  [
    "with a fault of an unknown check",
    { faults: { tokn: { whose: "generator", issue: "https://example.com", why: "It cannot." } } },
    "has faults of unknown checks: tokn.",
  ],
  ["with another name than its folder", { name: "simple" }, "has the name simple, and its folder sample."],
])("a consumer.yaml %s is refused", (_, change, message) => {
  expect(() => read({ ...valid, ...change })).toThrow(message);
});

test("every consumer of the spec can be read", () => {
  expect(readConsumers()).not.toHaveLength(0);
});
