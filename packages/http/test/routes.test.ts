import { expect, test } from "vitest";
import { findRoute } from "../src/index.ts";

const routes = {
  "/completions": { POST: "complete" },
  "/models/{model}": { GET: "describe", HEAD: "describe" },
  "/models/best": { GET: "describe the best" },
};

test.each([
  ["/completions", "POST", "complete", ""],
  ["/models/best", "GET", "describe the best", ""],
  ["/models/a", "GET", "describe", "a"],
  ["/models/org/model", "GET", "describe", "org/model"],
  ["/models/org%2Fm%C3%B6del", "HEAD", "describe", "org/m\u00f6del"],
  ["/models/{model}", "GET", "describe", "{model}"],
])("%s has %s", (path, method, handler, parameter) => {
  expect(findRoute<string>(routes, path, method)).toEqual({ handler, parameter });
});

test.each([
  ["/nowhere", "GET", "There is no route `/nowhere`"],
  // Without the quotes, the sentence would end in two periods.
  ["/completions.", "POST", "There is no route `/completions.`"],
  [`/${"a".repeat(100)}`, "GET", `There is no route \`/${"a".repeat(63)}…\``],
  ["/completions", "GET", "The route `/completions` accepts POST, not GET"],
  ["/models/", "GET", "There is no route `/models/`"],
  ["/models", "GET", "There is no route `/models`"],
  ["/models/a/b", "POST", "The route `/models/a/b` accepts GET, HEAD, not POST"],
  ["/models/%zz", "GET", "The model in the path is not valid percent-encoding of UTF-8"],
  ["/models/%ff", "GET", "The model in the path is not valid percent-encoding of UTF-8"],
])("%s does not have %s", (path, method, error) => {
  expect(() => findRoute(routes, path, method)).toThrow(
    expect.objectContaining({ body: expect.objectContaining({ error }) }),
  );
});

test("a 404 lists the routes that there are", () => {
  expect(() => findRoute(routes, "/v1/v1/completions", "POST")).toThrow(
    "There is no route `/v1/v1/completions`. Known routes: `/completions`, `/models/{model}`, `/models/best`.",
  );
});
