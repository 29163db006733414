import { expect, test } from "vitest";
import { isForOpenAI } from "../src/index.ts";

test.each(["/v1", "/v1?a", "/v1/", "/v1/completions", "/v1/../completions", "http://host/v1/models"])(
  "%s is for OpenAI's clients",
  (url) => expect(isForOpenAI({ url })).toBe(true),
);

test.each([
  "/",
  "/v1x",
  "//v1/models",
  "/a/../v1/models",
  "/%761/models",
  "/completions?/v1/",
  "http://v1/completions",
  "*",
  "http://[",
  undefined,
])("%s is not", (url) => expect(isForOpenAI({ url })).toBe(false));
