import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { dialects } from "../../src/backends/openai/dialects.ts";
import type { Script } from "../support/scripted-upstream.ts";
import { chunk, httpErrorOf, requestFor, startEngine } from "../support/test-engine.ts";

// Some servers, and the proxies before them, write the body of an error response where a stream would be, with a 200.

const overflow = {
  error: {
    code: 400,
    message: "request (6009 tokens) exceeds the available context size (4096 tokens), SECRET",
    type: "exceed_context_size_error",
  },
};
const tooLong = { status: 400, code: "context_length_exceeded" };

function respond(body: string | readonly string[], type = "text/event-stream"): Script {
  const parts = typeof body === "string" ? [body] : body;
  return async (response) => {
    response.writeHead(200, type === "" ? {} : { "content-type": type });
    for (const part of parts) await new Promise<void>((resolve) => response.write(part, () => resolve()));
    response.end();
  };
}

async function errorOf(script: Script, stream: boolean) {
  await using engine = await startEngine(script, { dialect: dialects.openai });
  const request = requestFor("Say it", { stream });
  const error = await httpErrorOf(engine.generate(request, AbortSignal.timeout(10_000)));
  expect(inspect(error, { depth: 10 })).not.toContain("SECRET");
  return error;
}

describe.each([true, false])("an error as a document with a 200, stream: %s", (stream) => {
  const line = JSON.stringify(overflow);
  const pretty = JSON.stringify(overflow, null, 2);

  test.each<readonly [string, string | readonly string[]]>([
    ["on one line", line],
    ["on several lines", pretty],
    ["on several lines that end in CRLF", pretty.replaceAll("\n", "\r\n")],
    ["in single bytes", Array.from(line)],
    ["after a byte order mark", `\uFEFF${pretty}`],
    ["after white space that keeps the connection open", [" ", "\n\n ", pretty, "\n"]],
    ["before the end of a stream", `${line}\n\ndata: [DONE]\n\n`],
    ["before another line", `${line}\n{}\n`],
    ["on several lines before the end of a stream", `${pretty}\n\ndata: [DONE]\n\n`],
    ["after a comment", `: queued\n\n${line}\n`],
  ])("%s", async (_, body) => {
    for (const type of ["text/event-stream", "application/json; charset=utf-8", "text/plain", ""]) {
      expect(await errorOf(respond(body, type), stream)).toMatchObject(tooLong);
    }
  });

  test.each<readonly [string, unknown, object]>([
    ["a rate limit", { error: { message: "slow down", code: 429 } }, { status: 429 }],
    ["a text", { error: "Unauthorized SECRET" }, { status: 502, code: "bad_gateway" }],
    [
      "SGLang's shape",
      { object: "error", message: "longer than the model's context length", code: 400 },
      tooLong,
    ],
    ["beside choices", { ...overflow, choices: [{ index: 0, text: "", finish_reason: "stop" }] }, tooLong],
    ["FastAPI's shape", { detail: "SECRET" }, { status: 502 }],
    ["nothing", {}, { status: 502 }],
    ["a list", [overflow], { status: 502 }],
  ])("that is %s", async (_, document, expected) => {
    expect(await errorOf(respond(JSON.stringify(document)), stream)).toMatchObject(expected);
  });

  test.each([
    ["half a document", line.slice(0, 20)],
    ["nothing but white space", "\n"],
    ["a page", "<html>SECRET</html>"],
  ])("%s is a 502", async (_, body) => {
    expect(await errorOf(respond(body), stream)).toMatchObject({ status: 502, code: "bad_gateway" });
  });
});

test("white space that does not end is a 502, and the connection is closed", async () => {
  await using engine = await startEngine((response) => {
    response.writeHead(200, { "content-type": "application/json" }).write(" ".repeat(2 ** 17));
  });
  const error = await httpErrorOf(engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000)));
  expect(error).toMatchObject({ status: 502 });
  await engine.upstream.requests[0]?.abandoned;
});

test("an error within an event that only `object` names keeps its meaning", async () => {
  const event = { object: "error", message: "This model's maximum context length is 10 tokens.", code: 400 };
  const body = `data: ${JSON.stringify(event)}\n\ndata: [DONE]\n\n`;
  expect(await errorOf(respond(body), true)).toMatchObject(tooLong);
});

test("a type that no completion has is a 502, whatever the body is", async () => {
  const body = JSON.stringify(chunk("Hello", "stop"));
  for (const type of ["text/html", "image/png", "multipart/mixed"]) {
    expect(await errorOf(respond(body, type), true)).toMatchObject({ status: 502 });
  }
});
