import { expect, test } from "vitest";
import { checkContentType } from "../../src/index.ts";
import { caught } from "./caught.ts";

test.each([
  ["application/json"],
  ["Application/JSON"],
  ["application/json; charset=utf-8"],
  ['application/json;charset="UTF-8"'],
  ["application/json ; profile=x"],
  [["application/json"]],
])("%j is accepted", (header) => {
  expect(checkContentType(header)).toBeUndefined();
});

test.each([
  [undefined],
  [""],
  ["text/plain"],
  ["application/jsonp"],
  ["application/problem+json"],
  ["application/json; charset=latin1"],
  ['application/json; charset="utf-8'],
  ["application/json, application/json"],
  [["application/json", "application/json"]],
])("%j is a 415", (header) => {
  const error = caught(() => checkContentType(header));
  expect(error).toMatchObject({
    status: 415,
    code: "unsupported_media_type",
    body: { param: "content-type" },
  });
});
