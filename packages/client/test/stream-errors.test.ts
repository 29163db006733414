import type { RequestListener } from "node:http";
import { startMock } from "@completions-api/mock";
import { doneEvent } from "@completions-api/protocol";
import { describe, expect, test } from "vitest";
import {
  CompletionsError,
  InStreamError,
  MalformedEventError,
  StreamError,
  TruncatedStreamError,
} from "../src/index.ts";
import { clientOf, failureOf, readToFailure } from "./support/client.ts";
import { beginStream, chunkOf, errorOf, events, hangUp, respondStream } from "./support/responses.ts";
import { serve } from "./support/serve.ts";

const request = { prompt: "Once upon a time", stream: true } as const;
const [one, two, three] = events;
const errorEvent = `data: ${JSON.stringify({ error: errorOf(500) })}\n\n`;
const tooLong = "x".repeat(1_048_577);
const noIndex = { ...chunkOf("one"), choices: [{ text: "one", finish_reason: null }] };

interface Case {
  readonly what: string;
  readonly listener: RequestListener;
  /** The text before the failure, if any. */
  readonly text: string | undefined;
}

const truncated: Case[] = [
  { what: "ends without [DONE]", listener: respondStream(one + two), text: "one two" },
  { what: "ends within an event", listener: respondStream(one + two.slice(0, 30)), text: "one" },
  {
    what: "ends with everything but [DONE]",
    listener: respondStream(one + two + three),
    text: "one two three",
  },
  { what: "is done before its choice ends", listener: respondStream(one + doneEvent), text: "one" },
  { what: "has only [DONE]", listener: respondStream(doneEvent), text: undefined },
  { what: "breaks off", listener: beginStream(one + two, hangUp), text: "one two" },
  { what: "breaks off within an event", listener: beginStream(one + two.slice(0, 30), hangUp), text: "one" },
];

const malformed: Case[] = [
  "data: {\n\n",
  `data: ${JSON.stringify(noIndex)}\n\n`,
  "data: []\n\n",
  `data: ${tooLong}\n\n`,
  `data: ${tooLong.repeat(8)}`,
  Buffer.from("data: \xFF\n\n", "latin1"),
].map((event) => ({
  what: `has an event ${JSON.stringify(event).slice(0, 30)}`,
  listener: beginStream(one, (_request, response) => response.write(event)),
  text: "one",
}));

const failed: Case[] = [
  { what: "has an error", listener: respondStream(one + errorEvent), text: "one" },
  {
    what: "has an error before [DONE]",
    listener: respondStream(one + two + errorEvent + doneEvent),
    text: "one two",
  },
  { what: "has only an error", listener: respondStream(errorEvent), text: undefined },
];

describe.each([
  {
    name: "TruncatedStreamError",
    Class: TruncatedStreamError,
    cases: truncated,
    message: /^The stream ended (before (\[DONE\]|choice 0 did)\.$|early: \w)/,
  },
  { name: "MalformedEventError", Class: MalformedEventError, cases: malformed, message: /^Event 2 / },
  {
    name: "InStreamError",
    Class: InStreamError,
    cases: failed,
    message: /^Something is wrong\.$/,
  },
])("$name", ({ name, Class, cases, message }) => {
  test.each(cases)(
    "a stream that $what fails after the preceding text, which is in `partial`",
    async ({ listener, text }) => {
      await using server = await serve(listener);
      const stream = await clientOf(server).complete(request);
      const { items, failure: error } = await readToFailure(stream.text());
      if (!(error instanceof Class)) throw error;
      expect(error).toBeInstanceOf(StreamError);
      expect(error).toBeInstanceOf(CompletionsError);
      expect(error.name).toBe(name);
      expect(error.message).toMatch(message);
      expect(items.join("")).toBe(text ?? "");
      expect(error.partial?.choices.map(({ text }) => text).join("")).toBe(text);
      expect(stream.partial()).toEqual(error.partial);
      expect(await failureOf(stream.final())).toBe(error);

      const another = await clientOf(server).complete(request);
      expect(await failureOf(another.final())).toBeInstanceOf(Class);
    },
  );
});

test.for([
  ['{"error":"The model is overloaded."}', "The model is overloaded."],
  ['{"error":{"code":502,"detail":"gone"}}', 'The server sent an error: {"code":502,"detail":"gone"}'],
  ['{"error":{}}', "The server sent an error: {}"],
] as const)("an error event of another API has a message: %s", async ([data, message]) => {
  await using server = await serve(respondStream(`${one}data: ${data}\n\n`));
  const stream = await clientOf(server).complete(request);
  const error = await failureOf(stream.final());
  expect(error).toBeInstanceOf(InStreamError);
  expect(error).toHaveProperty("message", message);
});

test.each([...malformed, { what: "has an error", listener: beginStream(one + errorEvent) }])(
  "a stream that $what closes its connection",
  async ({ listener }) => {
    await using server = await serve(listener);
    expect(await failureOf((await clientOf(server).complete(request)).final())).toBeInstanceOf(Error);
    await server.closed(1);
  },
);

test.for([
  ["not JSON", "data: {\n\n"],
  ["too long", `data: ${tooLong}\n\n`],
  ["not an event", "data: []\n\n"],
] as const)("a malformed first event is an error of the call: %s", async ([, body]) => {
  await using server = await serve(respondStream(body));
  const error = await failureOf(clientOf(server).complete(request));
  expect(error).toMatchObject({ name: "MalformedEventError", partial: undefined });
});

test("an InStreamError has the event's error as its body", async () => {
  await using server = await serve(respondStream(one + errorEvent));
  const error = await failureOf((await clientOf(server).complete(request)).final());
  expect(error instanceof InStreamError && error.body).toEqual(errorOf(500));
});

test("errors for a lost connection and a malformed event have a cause", async () => {
  await using server = await serve(beginStream(one, hangUp), respondStream(`${one}data: {\n\n`));
  const client = clientOf(server);
  const lost = await failureOf((await client.complete(request)).final());
  expect(lost).toMatchObject({ cause: { cause: { code: "UND_ERR_SOCKET" } } });
  const malformed = await failureOf((await client.complete(request)).final());
  expect(malformed).toMatchObject({ cause: { cause: { name: "SyntaxError" } } });
});

test.for([
  ["disconnect", "ConnectionError"],
  ["truncate", "TruncatedStreamError"],
  ["error", "ApiError"],
] as const)("the mock's fault %s before the first event is retried", async ([fault, name]) => {
  await using mock = await startMock({ port: 0 });
  const stop = new Error("The retry itself is not needed.");
  let error: unknown;
  const onRetry = (retry: { error: unknown }) => {
    error = retry.error;
    throw stop;
  };
  const options = { maxRetries: 1, onRetry, headers: { prefer: `fault=${fault}, after=0` } };
  expect(await failureOf(clientOf(mock).complete(request, options))).toBe(stop);
  expect(error).toMatchObject({ name });
});

test.for([undefined, null, "why"])(
  "a body that fails with %j after an event causes a TruncatedStreamError",
  async (reason) => {
    let reads = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (reads++ === 0) controller.enqueue(new TextEncoder().encode(one));
        else controller.error(reason);
      },
    });
    const headers = { "content-type": "text/event-stream" };
    const client = clientOf(
      { url: "http://parrot.example" },
      { fetch: async () => new Response(body, { headers }) },
    );
    const error = await failureOf((await client.complete(request)).final());
    expect(error).toMatchObject({
      name: "TruncatedStreamError",
      cause: reason,
      partial: { choices: [{ text: "one" }] },
    });
  },
);
