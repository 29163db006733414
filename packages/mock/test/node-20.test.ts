import { existsSync } from "node:fs";
import {
  damagedBytes,
  executeProgram,
  nodeBinary,
  oneOrTwo,
  parseResponses,
  RunningProgram,
  randomBytes,
  runtimesHint,
  sendRaw,
} from "@completions-api/testing";
import fc from "fast-check";
import OpenAI from "openai";
import { beforeEach, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { expectResponse } from "./support/expect-response.ts";
import { formatCompletionRequest } from "./support/format-request.ts";

// The command as it is built, on the oldest Node that it supports.

const node = nodeBinary(20);
const cli = new URL("../dist/cli.js", import.meta.url);
beforeEach(({ skip }) => {
  if (!existsSync(node)) skip(`Not installed: ${runtimesHint}.`);
});

test("--version prints the version, and no warning", async () => {
  expect(await executeProgram(cli, ["--version"], { node })).toEqual({
    code: 0,
    stdout: `${packageJson.version}\n`,
    stderr: "",
  });
});

test("the mock serves OpenAI's client, responds to any bytes, and stops at a signal without a warning", async () => {
  await using mock = await RunningProgram.start(cli, ["--port", "0"], { node });
  const client = new OpenAI({ baseURL: `${mock.url}/v1`, apiKey: "any-key", maxRetries: 0 });
  const request = { model: "moby-dick", prompt: "Call me", max_tokens: 3, temperature: 0 } as const;
  let text = "";
  for await (const { choices } of await client.completions.create({ ...request, stream: true }))
    text += choices[0]?.text ?? "";
  expect(text).toBe(" Ishmael");

  // Not a stream, which the mock cuts off if it learns in the middle that the client has ended its side of the connection.
  const whole = fc.constant(Buffer.from(formatCompletionRequest({ prompt: "Hello", max_tokens: 2 })));
  await fc.assert(
    fc.asyncProperty(fc.oneof(randomBytes, damagedBytes(oneOrTwo(whole))), async (sent) => {
      for (const response of parseResponses(await sendRaw(mock, sent))) expectResponse(response);
    }),
    { numRuns: 100 },
  );
  expect(await mock.stop()).toEqual([0, null]);
  expect(mock.stderr).toBe("");
});
