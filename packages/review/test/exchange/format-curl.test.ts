import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCurl } from "../../src/exchange/format-curl.ts";
import type { WitnessRequest } from "../../src/model/change.ts";

const request: WitnessRequest = {
  method: "post",
  path: "/completions",
  query: { "api-version": "2024-04-01" },
  headers: { "Content-Type": "application/json" },
  body: { prompt: "it's", max_tokens: 5 },
};

test("is a line to paste", () => {
  expect(formatCurl(request)).toBe(
    String.raw`curl -i -X POST 'http://127.0.0.1:4010/completions?api-version=2024-04-01' -H 'Content-Type: application/json' --data-raw '{"prompt":"it'\''s","max_tokens":5}'`,
  );
});

test("encodes a form, and sends an empty header", () => {
  const form = { ...request, headers: { "content-type": "application/x-www-form-urlencoded", A: "" } };
  expect(formatCurl(form)).toContain("-H 'A;' --data-raw 'prompt=it%27s&max_tokens=5'");
});

test("means the same to a shell, whatever the spec contains", () => {
  // All lines in one shell, because a process takes longer than everything else here.
  const text = fc.string({ unit: "binary-ascii" }).map((value) => value.replaceAll("\0", ""));
  const requests = fc.sample(fc.record({ header: text, body: text, path: text, value: text }), 200);
  const script = requests.map(({ header, body, path, value }) =>
    formatCurl({
      ...request,
      path: `/${path}`,
      query: { value },
      headers: { "Content-Type": "text/plain", header },
      body,
    }),
  );
  const print = `curl() { printf '%s\\0' "$@" end; }\n`;
  const words = execFileSync("sh", { input: print + script.join("\n"), encoding: "utf8" }).split("\0end\0");
  expect(words.pop()).toBe("");
  expect(words).toHaveLength(requests.length);
  for (const [index, { header, body, value }] of requests.entries()) {
    const [, , , url = "", , , , sent, , data] = (words[index] ?? "").split("\0");
    expect(new URL(url).searchParams.get("value")).toBe(value);
    expect(sent).toBe(header === "" ? "header;" : `header: ${header}`);
    expect(data).toBe(body);
  }
});
