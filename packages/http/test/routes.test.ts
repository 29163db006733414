import { expect, test } from "vitest";
import { findRoute } from "../src/index.ts";

const routes = { "/completions": { POST: () => {} } };

test.each([
  ["/nowhere", "GET", "There is no route `/nowhere`"],
  // Without the quotes, the sentence would end in two periods.
  ["/completions.", "POST", "There is no route `/completions.`"],
  [`/${"a".repeat(100)}`, "GET", `There is no route \`/${"a".repeat(63)}…\``],
  ["/completions", "GET", "The route `/completions` accepts POST, not GET"],
])("%s does not have %s", (path, method, error) => {
  expect(() => findRoute(routes, path, method)).toThrow(
    expect.objectContaining({ body: expect.objectContaining({ error, message: `${error}.` }) }),
  );
});
