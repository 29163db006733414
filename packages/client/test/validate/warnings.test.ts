import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { createCompletionsClient } from "../../src/validate.ts";
import { answerJson, chunks, completion, errorOf } from "../support/answers.ts";
import { serve } from "../support/serve.ts";

const secret = "Call me Ishmael";

/** What may be in the place of any value, and is as secret. */
const secrets = fc.constantFrom<unknown>(secret, [secret], { [secret]: secret }, [[{ [secret]: secret }]]);

/** `value` with something secret in the place of one of the values in it. */
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
])(
  "a warning tells nothing of what is there in the place of what should be: %s",
  async ([, values, respond]) => {
    const warnings: string[] = [];
    await fc.assert(
      fc.asyncProperty(withSecret(values), async (changed) => {
        const client = createCompletionsClient({
          baseUrl: "http://server.test",
          credential: "key",
          maxRetries: 0,
          validate: "warn",
          onWarning: (warning) => warnings.push(warning),
          fetch: async () => respond(...(changed as unknown[])), // A list, as `values` is.
        });
        const stream = respond === respondWithEvents;
        const answer = client.complete({ prompt: "Once upon", stream });
        // With some of the changes it fails, with or without warnings.
        await Promise.allSettled([answer.then((came) => ("final" in came ? came.final() : came))]);
      }),
    );
    expect(warnings).not.toHaveLength(0);
    expect(warnings.join("\n")).not.toContain(secret);
    expect(warnings.filter((warning) => /\n/.test(warning))).toEqual([]);
  },
);

function respondWithEvents(...events: unknown[]): Response {
  const body = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

test("without onWarning a problem is a line on the console", async () => {
  await using server = await serve(answerJson(200, { ...completion, id: "", model: "" }));
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  const client = createCompletionsClient({ baseUrl: server.url, credential: "key", validate: "warn" });
  await client.complete({ prompt: "Once upon" });
  expect(warn.mock.calls).toEqual([
    ["@completions-api/client: body.id must not be empty"],
    ["@completions-api/client: body.model must not be empty"],
  ]);
});

test("what onWarning throws is thrown, yet is no failure of the call", async () => {
  await using server = await serve(answerJson(200, { ...completion, id: "" }));
  const program = `
    import { createCompletionsClient } from "@completions-api/client/validate";
    process.on("uncaughtException", (error) => console.log("uncaught:", error.message));
    const client = createCompletionsClient({
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
