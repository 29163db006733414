import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { events, json, type Script } from "../support/scripted-upstream.ts";
import { chunk, collectDeltas, httpErrorOf, requestFor, startEngine } from "../support/test-engine.ts";

/** How a server says that a prompt is too long. */
interface Refusal {
  readonly server: string;
  /** The place where this error, or its text, was seen. */
  readonly source: string;
  /** Absent for an event in a stream. */
  readonly status?: number;
  readonly json?: object;
  /** The body if it is not JSON. */
  readonly text?: string;
}

const refusals = readFileSync(new URL("../upstreams/context-overflow.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line): Refusal => JSON.parse(line));

/** Sends a refusal as its server does, or with another status. */
function refuse({ json: body, text, status }: Refusal): Script {
  if (status === undefined) return events(body);
  return text === undefined
    ? json(body, status)
    : (response) => void response.writeHead(status, { "content-type": "text/plain" }).end(text);
}

async function errorOf(script: Script): Promise<ReturnType<typeof httpErrorOf>> {
  await using engine = await startEngine(script);
  return await httpErrorOf(collectDeltas(engine.generate, requestFor("A prompt")));
}

describe("a prompt that is too long is a 400 context_length_exceeded", () => {
  test.each(refusals)("in the words of $server ($source)", async (refusal) => {
    const error = await errorOf(refuse(refusal));
    expect(error).toMatchObject({ status: 400, code: "context_length_exceeded" });
    expect(error.message).toContain("maximum context length");
  });

  test("after the first token as well", async () => {
    const error = await errorOf(
      events(chunk("a"), { error: { message: "The context length is exceeded.", code: 400 } }),
    );
    expect(error.code).toBe("context_length_exceeded");
  });
});

describe("a status decides before a text does", () => {
  // llama.cpp says this to all its slots when they share one context, and it is full.
  const shared = { error: { code: 500, message: "Context size has been exceeded.", type: "server_error" } };

  test.each([
    ["a response", json(shared, 500)],
    ["the first event of a stream", events(shared)],
    ["a later event of a stream", events(chunk("a"), shared)],
    ["an event with only a type", events({ error: { ...shared.error, code: null } })],
  ] as const)("%s with 500 is a 502", async (_, script) => {
    expect(await errorOf(script)).toMatchObject({ status: 502, code: "bad_gateway" });
  });

  const texts = refusals.filter(
    ({ status, json: body }) => status === 400 && !/exceed_context|exceeded"/.test(JSON.stringify(body)),
  );

  test.each(texts)("$server's text is a 502 with a 500 or 503", async (refusal) => {
    for (const status of [500, 503]) {
      expect(await errorOf(refuse({ ...refusal, status }))).toMatchObject({ code: "bad_gateway" });
    }
  });

  test("a 429 about tokens is a 429", async () => {
    const error = await errorOf(
      json({ error: { message: "Too many tokens, reduce the length of it" } }, 429),
    );
    expect(error.status).toBe(429);
  });
});

test.each([
  [
    400,
    {
      error: { message: "Invalid 'user': string too long.", param: "user", code: "string_above_max_length" },
    },
  ],
  [400, { error: { message: "Only no echo is supported", code: 400, type: "invalid_request_error" } }],
  [422, { error: "Input validation error: `top_p` must be > 0.0 and < 1.0", error_type: "validation" }],
  [422, { error: { message: "Request failed during generation: Server error: CUDA out of memory" } }],
] as const)("another refusal is none (%#)", async (status, body) => {
  expect((await errorOf(json(body, status))).code).not.toBe("context_length_exceeded");
});

test("a body that is too large for the server is a 413", async () => {
  const nginx: Script = (response) =>
    void response
      .writeHead(413, { "content-type": "text/html" })
      .end("<h1>413 Request Entity Too Large</h1>");
  expect(await errorOf(nginx)).toMatchObject({ status: 413, code: "payload_too_large" });
});
