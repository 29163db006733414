import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { bundle, type Example, endpoint, resolve, type Schema } from "./bundle.ts";
import { pairs } from "./pairs.ts";

const requests = Object.entries(
  endpoint.operation.requestBody.content["application/json"]?.examples ?? {},
).map(([name, example]) => ({ name, body: resolve<Example>(example).value }));

test("each file has one pair, with the name of the file", () => {
  const folder = new URL("../examples/", import.meta.url);
  const files = readdirSync(folder).map((file) => ({
    name: file.replace(/\.yaml$/, ""),
    keys: Object.keys(parse(readFileSync(new URL(file, folder), "utf8"))),
  }));
  expect(files.map(({ name }) => name).sort()).toEqual(pairs.map(({ name }) => name).sort());
  for (const { name, keys } of files) {
    const isShown = requests.some((request) => request.name === name);
    expect(keys).toEqual(isShown ? [`${name}-request`, `${name}-response`] : [`${name}-response`]);
  }
});

test("each example of a request is the request of its pair", () => {
  for (const { name, body } of requests) {
    expect(pairs.find((pair) => pair.name === name)?.request, name).toEqual(body);
  }
});

test("every status has an example", () => {
  expect([...new Set(pairs.map(({ status }) => status))]).toEqual(Object.keys(endpoint.operation.responses));
});

test("every form of a prompt has a completion", () => {
  const ajv = new Ajv2020({ strict: false });
  const completed = pairs.filter(({ status }) => status === "200");
  const isShown = (form: Schema) => completed.some(({ request }) => ajv.validate(form, request.prompt));
  const forms = bundle.components.schemas.Prompt?.oneOf ?? [];
  expect(forms.filter(isShown).map(({ title }) => title)).toEqual(["Text", "Texts", "Tokens", "TokenLists"]);
});

test("exactly the requests with `stream` get a stream", () => {
  const streams = pairs.filter(({ mediaType }) => mediaType === "text/event-stream");
  expect(streams).not.toEqual([]);
  expect(streams).toEqual(pairs.filter(({ request }) => request.stream));
});
