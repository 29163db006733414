import { HttpError } from "@completions-api/protocol";
import { executeProgram, RunningProgram } from "@completions-api/testing";
import { describe, expect, test } from "vitest";
import { createCore, type MockCore } from "../src/create-core.ts";
import type { Face } from "../src/faces/face.ts";
import { createMockFetch } from "../src/fetch.ts";
import type { MockOperation, ReadRequest } from "../src/mock-operation.ts";
import { prismReferee } from "../src/prism/prism-referee.ts";
import { ask, target } from "./support/ask.ts";
import { expectErrorResponse } from "./support/expect-response.ts";
import { createTestEngine, last, text } from "./support/test-engines.ts";

const accept = (value: unknown) => ({ valid: true as const, value });

/** Sends a request to a core, without a socket. */
async function send(core: MockCore, body: object, path = target): Promise<{ status: number; text: string }> {
  const outgoing = await core.handle({
    method: "POST",
    target: path,
    url: new URL(path, "http://localhost"),
    headers: { authorization: ["Bearer abc"], "content-type": ["application/json"] },
    body: new TextEncoder().encode(JSON.stringify(body)),
    clientGone: new AbortController().signal,
    whenGone: () => {},
  });
  let text = "";
  if ("body" in outgoing) text = outgoing.body;
  else for await (const event of outgoing.events) text += event;
  return { status: outgoing.status, text };
}

interface Flaw {
  readonly request: object;
  readonly path?: string;
  /** Breaks one of our own checks, so that only Prism is left to notice. */
  readonly breakCheck: (face: Face, operation: MockOperation) => void;
  readonly violation: { readonly request: string; readonly status?: number; readonly reason: unknown };
}

const fails = { prompt: "Fail" };
const flaws: Record<string, Flaw> = {
  "a completion": {
    request: { prompt: "Hello" },
    breakCheck: (_face, operation) => Object.assign(operation, { validateBody: accept }),
    violation: {
      request: "POST /completions",
      status: 200,
      reason: expect.stringContaining("finish_reason"),
    },
  },
  "a streamed completion": {
    request: { prompt: "Hello", stream: true },
    breakCheck: (_face, operation) => Object.assign(operation, { validateBody: accept }),
    violation: {
      request: "POST /completions",
      status: 200,
      reason: expect.stringContaining("finish_reason"),
    },
  },
  "an error": {
    request: fails,
    breakCheck: (face) =>
      Object.assign(face, { validateError: (_status: number, body: unknown) => accept(body) }),
    violation: { request: "POST /completions", status: 404, reason: expect.stringContaining("message") },
  },
  "the error of a request for no operation": {
    request: fails,
    path: "/nowhere",
    breakCheck(face) {
      const { toResponse } = face.errorFormat;
      const writeWrongly = (error: HttpError) =>
        error.status === 404 ? { ...toResponse(error), body: "{}" } : toResponse(error);
      Object.assign(face, {
        errorFormat: { ...face.errorFormat, toResponse: writeWrongly },
        validateError: (_status: number, body: unknown) => accept(body),
      });
    },
    violation: { request: "POST /nowhere", status: 404, reason: expect.stringContaining("status") },
  },
  "a request": {
    request: { prompt: "Hi" },
    breakCheck(_face, operation) {
      const { read } = operation;
      const readWrongly: MockOperation["read"] = async (...given) => {
        const { completion } = (await read(...given)) as Extract<ReadRequest, { completion: unknown }>;
        return { completion: { ...completion, body: { ...completion.body, temperature: 3 } } };
      };
      Object.assign(operation, { read: readWrongly });
    },
    violation: { request: "POST /completions", reason: expect.stringContaining("temperature") },
  },
};

async function createFlawedCore({ breakCheck }: Flaw, observes: boolean): Promise<MockCore> {
  const engine = createTestEngine(async function* ({ prompts: [listed] }) {
    // The compiler would refuse both mistakes, which is what the test needs to send.
    if (listed?.prompt === "Fail")
      throw new HttpError("not_found", { status: 404, error: "", message: 1 as unknown as string });
    yield text("Hel");
    yield { ...last("lo"), finishReason: listed?.prompt === "Hi" ? "stop" : ("tool_calls" as "stop") };
  });
  const core = await createCore({ engine }, { referee: { referee: prismReferee, observes } });
  const face = await core.findFace(target);
  const operation = face.routes["/completions"]?.POST;
  if (operation === undefined) throw new Error("The face has no operation for completions.");
  breakCheck(face, operation);
  return core;
}

describe.each(Object.entries(flaws))("Prism sees %s that only our own checks accept, and", (name, flaw) => {
  test("as a referee that enforces, turns it into a 500", async () => {
    const core = await createFlawedCore(flaw, false);
    const { status, text } = await send(core, flaw.request, flaw.path);
    if (name.startsWith("a streamed")) expect(text).toMatch(/data: \{"error":\{"status":500,.*\n\n$/s);
    else expect([status, JSON.parse(text)]).toMatchObject([500, { code: "internal_error" }]);
    expect(core.sessions.find("").violations).toEqual([flaw.violation]);
  });

  test("as a referee that observes, lets it pass and reports it", async () => {
    const core = await createFlawedCore(flaw, true);
    const { status, text } = await send(core, flaw.request, flaw.path);
    expect(status).toBe(flaw.violation.status ?? 200);
    expect(text).not.toContain("internal_error");
    const { violations } = core.sessions.find("");
    expect(violations).toEqual([]);
    await expect.poll(() => violations).toEqual([flaw.violation]);
  });
});

describe("where Prism is not installed", () => {
  const cli = new URL("../src/cli.ts", import.meta.url);
  const hooks = `import { registerHooks } from "node:module";
    registerHooks({ resolve(name, context, next) {
      return next(name.startsWith("@stoplight/") ? name.replace("@stoplight/", "@missing/") : name, context);
    } });`;
  const nodeOptions = ["--import", `data:text/javascript,${encodeURIComponent(hooks)}`];
  const env = { COMPLETIONS_MOCK_REFEREE: "" };

  test("the command says what to install", async () => {
    const result = await executeProgram(cli, ["--port", "0", "--referee", "prism"], { env, nodeOptions });
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toBe(
      "completions-mock: Prism, the referee, cannot be loaded. Install it with `npm install --save-dev @stoplight/prism-http`. It needs Node 24.18 or later.\n",
    );
  });

  test("dynamic responses are refused", async () => {
    await using mock = await RunningProgram.start(cli, ["--port", "0"], { env, nodeOptions });
    const response = await ask(mock, { headers: { prefer: "dynamic=true" }, body: { prompt: "Hello" } });
    expect(await response.clone().text()).toContain("npm install --save-dev @stoplight/prism-http");
    expect(await expectErrorResponse(response)).toBe("invalid_header");
  });

  test("neither can a mock without a server load it", async () => {
    const { fetch, url } = await createMockFetch();
    const response = await fetch(url + target, {
      method: "POST",
      headers: { authorization: "Bearer abc", "content-type": "application/json", prefer: "dynamic=true" },
      body: JSON.stringify({ prompt: "Hello" }),
    });
    expect(await response.text()).toContain("only the mock's server can load");
  });
});

test("an unknown referee in the environment is reported in one line", async () => {
  const result = await executeProgram(new URL("../src/cli.ts", import.meta.url), ["--port", "0"], {
    env: { COMPLETIONS_MOCK_REFEREE: "swagger" },
  });
  expect(result).toMatchObject({
    code: 2,
    stderr: "completions-mock: COMPLETIONS_MOCK_REFEREE must be one of prism, prism:observe, not swagger.\n",
  });
});
