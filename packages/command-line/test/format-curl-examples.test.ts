import { expect, test } from "vitest";
import { formatCurlExamples } from "../src/index.ts";

test("a line that gets a completion, and one that streams it", () => {
  const examples = formatCurlExamples({
    url: "http://127.0.0.1:1",
    apiVersion: "v1",
    token: "$KEY",
    body: { prompt: "Call me" },
  });
  const rest =
    `'http://127.0.0.1:1/completions?api-version=v1' -H "Authorization: Bearer $KEY" ` +
    "-H 'Content-Type: application/json'";
  expect(examples).toBe(`curl -s ${rest} -d '{"prompt":"Call me"}'

With streaming:

curl -sN ${rest} -d '{"prompt":"Call me","stream":true}'
`);
});
