import { doneEvent } from "@completions-api/protocol";
import { expect, test } from "vitest";
import { createCompletionsClient, MalformedEventError, TruncatedStreamError } from "../../src/index.ts";
import { createValidatingClient, type ValidatingClientOptions } from "../../src/validate.ts";
import { collect, failureOf, readToFailure } from "../support/client.ts";
import { chunks, respondStream } from "../support/responses.ts";
import { serve } from "../support/serve.ts";

const [one, two, three] = chunks;
const { usage: _, ...withoutUsage } = three;

/** The fault of each stream is in its second event. */
const faultyStreams: readonly {
  fault: string;
  events: readonly object[];
  problems: readonly [string, ...string[]];
}[] = [
  {
    fault: "an event breaks its schema",
    events: [one, { ...two, object: "whale", choices: [{ index: 0, text: "" }] }, three],
    problems: [
      'Event 2 of the stream: event.object must be "text_completion"',
      "Event 2 of the stream: event.choices.0.finish_reason is required",
    ],
  },
  {
    fault: "an event has a different id",
    events: [one, { ...two, id: "2" }, three],
    problems: ["stream-same-identity: Event 2 has a different id than the first event."],
  },
  {
    fault: "a choice has no prompt",
    events: [one, { ...two, choices: [{ index: 1, text: "", finish_reason: "stop" }] }, three],
    problems: ["stream-every-choice-ends: Event 2 has choice 1, which matches no prompt."],
  },
  {
    fault: "the usage comes before the end",
    events: [{ ...one, usage: three.usage }, two, withoutUsage],
    problems: ["stream-usage-last: Event 2 follows the event with the usage."],
  },
  {
    fault: "the usage does not add up",
    events: [one, { ...three, usage: { prompt_tokens: 1, completion_tokens: 3, total_tokens: 5 } }],
    problems: ["usage-adds-up: Event 2 has 5 total_tokens, not 1 + 3."],
  },
];

function bodyOf(events: readonly object[]): string {
  return events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("") + doneEvent;
}

test.for(faultyStreams)("$fault: $problems.0", async ({ events, problems }) => {
  await using server = await serve(respondStream(bodyOf(events)));
  const options = { baseUrl: server.url, credential: "key" };
  const request = { prompt: "Call me", stream: true } as const;
  const warnings: string[] = [];
  const onWarning = (problem: string) => warnings.push(problem);
  const off: ValidatingClientOptions = { ...options, validate: "off", onWarning };
  const warn: ValidatingClientOptions = { ...options, validate: "warn", onWarning };

  for (const client of [createCompletionsClient(options), createValidatingClient(off)]) {
    expect(await collect(await client.complete(request))).toEqual(events);
  }
  expect(warnings).toEqual([]);
  expect(await collect(await createValidatingClient(warn).complete(request))).toEqual(events);
  expect(warnings).toEqual(problems);

  const stream = await createValidatingClient(options).complete(request);
  const { items, failure } = await readToFailure(stream);
  expect(failure).toBeInstanceOf(MalformedEventError);
  expect(failure).toMatchObject({ message: problems[0] });
  expect(items).toEqual(events.slice(0, 1));
  expect(failure).toHaveProperty("partial.choices.0.text", one.choices[0]?.text);
});

test("refuses [DONE] before every prompt has its choice", async () => {
  await using server = await serve(respondStream());
  const options = { baseUrl: server.url, credential: "key" };
  const request = { prompt: ["Call me", "Once upon"], stream: true as const };
  const trusting = await createCompletionsClient(options).complete(request);
  expect(await failureOf(trusting.final())).toBeInstanceOf(TruncatedStreamError);

  const stream = await createValidatingClient(options).complete(request);
  const error = await failureOf(stream.final());
  expect(error).toBeInstanceOf(MalformedEventError);
  expect(error).toHaveProperty(
    "message",
    "stream-every-choice-ends: Event 4 is [DONE], but choice 1 has not ended.",
  );
});

test("warns once about a problem that all events have", async () => {
  const nameless = chunks.map((chunk) => ({ ...chunk, model: "" }));
  await using server = await serve(respondStream(bodyOf(nameless)));
  const warnings: string[] = [];
  const client = createValidatingClient({
    baseUrl: server.url,
    credential: "key",
    validate: "warn",
    onWarning: (warning) => warnings.push(warning),
  });
  for (const time of [1, 2]) {
    const stream = await client.complete({ prompt: "Call me", stream: true });
    await stream.final();
    expect(warnings).toEqual(Array(time).fill("Event 1 of the stream: event.model must not be empty"));
  }
});
