import type { RequestListener } from "node:http";
import { startMock } from "@completions-api/mock";
import { doneEvent, encodeEvent } from "@completions-api/protocol";
import { expect, test } from "vitest";
import {
  CompletionsError,
  InStreamError,
  MalformedEventError,
  StreamError,
  TruncatedStreamError,
} from "../src/index.ts";
import { answerStream, beginStream, chunkOf, errorOf, events, hangUp } from "./support/answers.ts";
import { clientOf, failureOf } from "./support/client.ts";
import { serve } from "./support/serve.ts";

const request = { prompt: "Once upon a time", stream: true } as const;
const [one, two, three] = events;
const errorEvent = `data: ${JSON.stringify({ error: errorOf(500) })}\n\n`;
const tooLong = encodeEvent(chunkOf("x".repeat(1_048_576)));
const { choices: _, ...noChunk } = chunkOf("one");

type Case = [
  what: string,
  listener: RequestListener,
  name: string,
  partial: string | undefined,
  message: RegExp,
];

const cases: Case[] = [
  ["ends without [DONE]", answerStream(one + two), "TruncatedStreamError", "one two", /before \[DONE\]/],
  ["ends in an event", answerStream(one + two.slice(0, 30)), "TruncatedStreamError", "one", /ended|JSON/],
  [
    "ends with all but [DONE]",
    answerStream(one + two + three),
    "TruncatedStreamError",
    "one two three",
    /\[DONE\]/,
  ],
  [
    "is done before its choice is",
    answerStream(one + doneEvent),
    "TruncatedStreamError",
    "one",
    /ended before/,
  ],
  ["breaks off", beginStream(one + two, hangUp), "TruncatedStreamError", "one two", /connection/],
  [
    "breaks off in an event",
    beginStream(one + two.slice(0, 30), hangUp),
    "TruncatedStreamError",
    "one",
    /connection/,
  ],
  [
    "has what is not JSON",
    answerStream(`${one}data: {"id":\n\n${two}`),
    "MalformedEventError",
    "one",
    /Event 2 .*JSON/,
  ],
  [
    "has no completion event",
    answerStream(`${one}data: ${JSON.stringify(noChunk)}\n\n`),
    "MalformedEventError",
    "one",
    /Event 2/,
  ],
  ["has null for an event", answerStream(`${one}data: null\n\n`), "MalformedEventError", "one", /Event 2/],
  [
    "has an event of over 1 MiB",
    answerStream(one + tooLong),
    "MalformedEventError",
    "one",
    /Event 2 .*1048576/,
  ],
  [
    "has an event that never ends",
    answerStream(one + tooLong.repeat(8).replaceAll("\n", "")),
    "MalformedEventError",
    "one",
    /Event 2 .*1048576/,
  ],
  [
    "has bytes that are not UTF-8",
    beginStream(one, (_request, response) => response.end(Buffer.from("data: \xFF\n\n", "latin1"))),
    "MalformedEventError",
    "one",
    /Event 2 .*UTF-8/,
  ],
  [
    "has an error",
    answerStream(one + errorEvent),
    "InStreamError",
    "one",
    /^500 Some error: Something is wrong\.$/,
  ],
  [
    "has an error before [DONE]",
    answerStream(one + two + errorEvent + doneEvent),
    "InStreamError",
    "one two",
    /^500/,
  ],
  ["has only an error", answerStream(errorEvent), "InStreamError", undefined, /^500/],
  ["has only [DONE]", answerStream(doneEvent), "TruncatedStreamError", undefined, /ended before/],
];

test.for(cases)(
  "a stream that %s fails after what came before, with that as partial",
  async ([, listener, name, partial, message]) => {
    await using server = await serve(listener);
    const expected = { name, message: expect.stringMatching(message) };

    const stream = await clientOf(server).complete(request);
    let text = "";
    const error = await failureOf(
      (async () => {
        for await (const piece of stream.text()) text += piece;
      })(),
    );
    expect(error).toMatchObject(expected);
    expect(error).toBeInstanceOf(StreamError);
    expect(error).toBeInstanceOf(CompletionsError);
    expect(text).toBe(partial ?? "");
    expect(error instanceof StreamError && error.partial?.choices.map(({ text }) => text).join("")).toBe(
      partial,
    );
    expect(stream.partial()).toEqual(error instanceof StreamError && error.partial);
    expect(await failureOf(stream.final())).toBe(error);

    const another = await clientOf(server).complete(request);
    expect(await failureOf(another.final())).toMatchObject(expected);
  },
);

test("each error is of its own class", async () => {
  const classes = { TruncatedStreamError, MalformedEventError, InStreamError };
  for (const [, listener, name] of cases) {
    await using server = await serve(listener);
    const stream = await clientOf(server).complete(request);
    const [Class] = Object.entries(classes).flatMap(([key, value]) => (key === name ? [value] : []));
    expect(await failureOf(stream.final())).toBeInstanceOf(Class);
  }
});

test("a malformed first event is an error of the call", async () => {
  for (const body of ["data: {\n\n", `data: ${"x".repeat(1_048_577)}\n\n`, "data: []\n\n"]) {
    await using server = await serve(answerStream(body));
    const error = await failureOf(clientOf(server).complete(request));
    expect(error).toMatchObject({ name: "MalformedEventError", partial: undefined });
  }
});

test("an error event's body can be read", async () => {
  await using server = await serve(answerStream(one + errorEvent));
  const error = await failureOf((await clientOf(server).complete(request)).final());
  expect(error instanceof InStreamError && error.body).toEqual(errorOf(500));
});

test("a lost connection and a malformed event have their cause", async () => {
  await using server = await serve(beginStream(one, hangUp), answerStream(`${one}data: {\n\n`));
  const client = clientOf(server);
  const lost = await failureOf((await client.complete(request)).final());
  expect(lost).toMatchObject({ cause: { cause: { code: "UND_ERR_SOCKET" } } });
  const malformed = await failureOf((await client.complete(request)).final());
  expect(malformed).toMatchObject({ cause: { cause: { name: "SyntaxError" } } });
});

test("a malformed event closes the connection", async () => {
  await using server = await serve(beginStream(`${one}data: {\n\n`));
  const stream = await clientOf(server).complete(request);
  await expect(stream.final()).rejects.toThrow(MalformedEventError);
  await server.closed(1);
});

test.for([
  ["disconnect", "TruncatedStreamError"],
  ["truncate", "TruncatedStreamError"],
  ["malformed", "MalformedEventError"],
  ["error", "InStreamError"],
  ["stall", "IdleTimeoutError"],
])("the mock's fault %s is a %s with what had come", async ([fault, name]) => {
  await using mock = await startMock({ port: 0 });
  const client = clientOf(mock, { idleTimeout: fault === "stall" ? 500 : Number.POSITIVE_INFINITY });
  const whole = { ...request, max_tokens: 8, temperature: 0 };
  const { choices } = await (await client.complete(whole)).final();
  for (const after of [1, 3]) {
    const headers = { prefer: `fault=${fault}, after=${after}` };
    const stream = await client.complete(whole, { headers });
    const read: unknown[] = [];
    const error = await failureOf(
      (async () => {
        for await (const chunk of stream) read.push(chunk);
      })(),
    );
    if (!(error instanceof StreamError)) throw error;
    expect(error.name).toBe(name);
    expect(read).toHaveLength(after);
    expect(error.partial?.choices).toHaveLength(1);
    expect(choices[0]?.text).toMatch(error.partial?.choices[0]?.text ?? "none");
    expect(choices[0]?.text).not.toBe(error.partial?.choices[0]?.text);
  }
});

test("a mock's fault before the first event is one that is tried again", async () => {
  await using mock = await startMock({ port: 0 });
  for (const [fault, name] of [
    ["disconnect", "ConnectionError"],
    ["truncate", "TruncatedStreamError"],
    ["error", "ApiError"],
  ]) {
    const stop = new Error("No need to wait.");
    let error: unknown;
    const onRetry = (retry: { error: unknown }) => {
      error = retry.error;
      throw stop;
    };
    const options = { maxRetries: 1, onRetry, headers: { prefer: `fault=${fault}, after=0` } };
    expect(await failureOf(clientOf(mock).complete(request, options))).toBe(stop);
    expect(error).toMatchObject({ name });
  }
});
