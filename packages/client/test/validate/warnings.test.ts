import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { createValidatingClient } from "../../src/validate.ts";
import { chunks, completion, errorOf, respondJson } from "../support/responses.ts";
import { serve } from "../support/serve.ts";

const secret = "Call me Ishmael";

/** Secret values that may replace any value. */
const secrets = fc.constantFrom<unknown>(secret, [secret], { [secret]: secret }, [[{ [secret]: secret }]]);

/** Replaces one of the values within `value` by a secret one. */
function withSecret(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== "object" || value === null) return secrets;
  const changes = Object.entries(value).map(([name, part]) =>
    withSecret(part).map((changed) =>
      Array.isArray(value) ? value.with(Number(name), changed) : { ...value, [name]: changed },
    ),
  );
  return fc.oneof(...changes);
}

const unprocessable = { ...errorOf(422), detail: { loc: ["body", "stop"], value: "5" } };

test.for<[string, readonly object[], (...values: unknown[]) => Response]>([
  ["a completion", [completion], (body) => Response.json(body)],
  ["an error", [errorOf(400)], (body) => Response.json(body, { status: 400 })],
  ["a 422", [unprocessable], (body) => Response.json(body, { status: 422 })],
  ["a stream", chunks, respondWithEvents],
  ["a stream that fails", [chunks[0], { error: errorOf(500) }], respondWithEvents],
])("a warning does not contain the faulty value: %s", async ([, values, respond]) => {
  const warnings: string[] = [];
  await fc.assert(
    fc.asyncProperty(withSecret(values), async (changed) => {
      const client = createValidatingClient({
        baseUrl: "http://server.test",
        credential: "key",
        maxRetries: 0,
        validate: "warn",
        onWarning: (warning) => warnings.push(warning),
        fetch: async () => respond(...(changed as unknown[])), // A list, like `values`.
      });
      const stream = respond === respondWithEvents;
      const call = client.complete({ prompt: "Once upon", stream });
      // Some changes make the call fail, with or without warnings.
      await Promise.allSettled([call.then((result) => ("final" in result ? result.final() : result))]);
    }),
  );
  expect(warnings).not.toHaveLength(0);
  expect(warnings.join("\n")).not.toContain(secret);
  expect(warnings.filter((warning) => /\n/.test(warning))).toEqual([]);
});

function respondWithEvents(...events: unknown[]): Response {
  const body = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

test("without onWarning, each problem is logged to the console", async () => {
  await using server = await serve(respondJson(200, { ...completion, id: "", model: "" }));
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  const client = createValidatingClient({ baseUrl: server.url, credential: "key", validate: "warn" });
  await client.complete({ prompt: "Once upon" });
  expect(warn.mock.calls).toEqual([
    ["@completions-api/client: body.id must not be empty"],
    ["@completions-api/client: body.model must not be empty"],
  ]);
});

test("an error of onWarning is thrown but does not fail the call", async () => {
  await using server = await serve(respondJson(200, { ...completion, id: "" }));
  const program = `
    import { createValidatingClient } from "@completions-api/client/validate";
    process.on("uncaughtException", (error) => console.log("uncaught:", error.message));
    const client = createValidatingClient({
      baseUrl: ${JSON.stringify(server.url)},
      credential: "key",
      validate: "warn",
      onWarning(problem) {
        throw new Error(problem);
      },
    });
    const { choices } = await client.complete({ prompt: "Once upon" });
    console.log(choices[0].text);
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@completions-api/source", "--input-type=module-typescript", "--eval", program],
    { cwd: new URL("../..", import.meta.url) },
  );
  expect(stdout).toBe("uncaught: body.id must not be empty\none two three\n");
  expect(server.requests).toHaveLength(1);
});
