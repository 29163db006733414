import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { azure, type Example, type Face, openai, type Schema } from "./bundle.ts";
import { listPairs } from "./pairs.ts";

describe.each([
  ["the API's own face", azure],
  ["the face for OpenAI's clients", openai],
])("in %s", (_, face) => {
  const pairs = listPairs(face);

  test("each example of a request is the request of its pair", () => {
    for (const { name, body } of listRequests(face)) {
      expect(pairs.find((pair) => pair.name === name)?.request, name).toEqual(body);
    }
  });

  test("every status has an example", () => {
    const [{ operation }] = face.endpoints;
    expect([...new Set(pairs.map(({ status }) => status))]).toEqual(Object.keys(operation.responses));
  });

  test("every completion has its request among the examples, and exactly those with `stream` get a stream", () => {
    const completed = pairs.filter(({ status }) => status === "200");
    expect(completed.map(({ name }) => name)).toEqual(listRequests(face).map(({ name }) => name));
    const streams = pairs.filter(({ mediaType }) => mediaType === "text/event-stream");
    expect(streams).not.toEqual([]);
    expect(streams).toEqual(pairs.filter(({ request }) => request.stream));
  });
});

test("each file has one pair, with the name of the file", () => {
  const folder = new URL("../examples/", import.meta.url);
  const files = readdirSync(folder).map((file) => ({
    name: file.replace(/\.yaml$/, ""),
    keys: Object.keys(parse(readFileSync(new URL(file, folder), "utf8"))),
  }));
  const names = listPairs(azure).map(({ name }) => name);
  expect(files.map(({ name }) => name).sort()).toEqual(names.sort());
  for (const { name, keys } of files) {
    const isShown = listRequests(azure).some((request) => request.name === name);
    expect(keys).toEqual(isShown ? [`${name}-request`, `${name}-response`] : [`${name}-response`]);
  }
});

test("every form of a prompt has a completion", () => {
  const ajv = new Ajv2020({ strict: false });
  const completed = listPairs(azure).filter(({ status }) => status === "200");
  const isShown = (form: Schema) => completed.some(({ request }) => ajv.validate(form, request.prompt));
  const forms = azure.bundle.components.schemas.Prompt?.oneOf ?? [];
  expect(forms.filter(isShown).map(({ title }) => title)).toEqual(["Text", "Texts", "Tokens", "TokenLists"]);
});

function listRequests({ endpoints: [{ operation }], resolve }: Face): { name: string; body: unknown }[] {
  const examples = Object.entries(operation.requestBody?.content["application/json"]?.examples ?? {});
  return examples.map(([name, example]) => ({ name, body: resolve<Example>(example).value }));
}
