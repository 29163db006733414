import type { Expectation } from "@completions-api/contract";
import { expect, test } from "vitest";
import { expectOutcome } from "../support/expect-contract.ts";
import { encode, json, type Script, ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import {
  beginStream,
  chunk,
  completion,
  healthy,
  refuse,
  reset,
  usageChunk,
} from "../support/upstream-scripts.ts";
import { startGatewayOver, unusedUrl } from "./gateway-over-upstreams.ts";

const badGateway: Expectation = { outcome: "error", code: "bad_gateway" };
const timeout: Expectation = { outcome: "error", code: "gateway_timeout" };

/** A timeout in milliseconds, for tests in which it must expire. The others are patient, because a machine may be busy. */
const short = 100;

const html = "<html><body>502 Bad Gateway</body></html>";

/** Failures before the first delta, streamed or not. */
const refusals: readonly (readonly [string, Expectation, Script])[] = [
  ["hangs before it responds", timeout, () => {}],
  ["hangs after its headers", timeout, (response, { body }) => begin(response, body)],
  ["resets the connection before it responds", badGateway, refuse],
  [
    "resets the connection after its headers",
    badGateway,
    (response, { body }) => {
      begin(response, body);
      reset(response);
    },
  ],
  [
    "closes the connection before the end of its body",
    badGateway,
    (response, { body }) => {
      response.setHeader("content-length", 1000);
      begin(response, body);
      response.write("{", () => response.socket?.destroySoon());
    },
  ],
  ["does not speak HTTP", badGateway, (response) => response.socket?.end("SSH-2.0-OpenSSH_9.9\r\n")],
  [
    "sends HTML",
    badGateway,
    (response) => {
      response.writeHead(200, { "content-type": "text/html" }).end(html);
    },
  ],
  [
    "sends HTML with a 502",
    badGateway,
    (response) => {
      response.writeHead(502, { "content-type": "text/html" }).end(html);
    },
  ],
  [
    "sends HTML under the right Content-Type",
    badGateway,
    (response, { body }) => {
      begin(response, body);
      response.end(body.stream ? `data: ${html}\n\n` : html);
    },
  ],
  [
    "sends truncated JSON",
    badGateway,
    (response, { body }) => {
      const half = JSON.stringify(completion).slice(0, 60);
      begin(response, body);
      response.end(body.stream ? `data: ${half}\n\n` : half);
    },
  ],
  [
    "sends JSON that is not a completion",
    badGateway,
    (response, { body }) => {
      begin(response, body);
      response.end(body.stream ? "data: [1]\n\n" : "[1]");
    },
  ],
  [
    "sends an unknown finish reason",
    badGateway,
    (response, { body }) => {
      begin(response, body);
      const event = chunk("one", "bored");
      response.end(body.stream ? encode(event) : JSON.stringify(event));
    },
  ],
  [
    "sends an empty body",
    badGateway,
    (response, { body }) => {
      begin(response, body);
      response.end();
    },
  ],
  [
    "is at its rate limit",
    { outcome: "error", code: "too_many_requests", retryAfter: 7 },
    json({ error: { message: "slow down" } }, 429, { "retry-after": "7" }),
  ],
  [
    "is at its rate limit without a Retry-After",
    { outcome: "error", code: "too_many_requests" },
    json({ error: { message: "slow down" } }, 429),
  ],
];

function begin(response: Parameters<Script>[0], { stream }: { readonly stream?: unknown }): void {
  response.writeHead(200, { "content-type": stream ? "text/event-stream" : "application/json" });
  response.flushHeaders();
}

test.each([false, true])("an upstream that streams only if it is not asked to: stream %s", async (stream) => {
  await using upstream = await ScriptedUpstream.start((response, request, index) =>
    healthy(response, { ...request, body: { stream: !request.body.stream } }, index),
  );
  await using gateway = await startGatewayOver([upstream.url]);
  await expectOutcome(gateway, { prompt: "Say it", stream }, { outcome: "completion" });
});

for (const stream of [false, true]) {
  const how = stream ? "for a stream" : "for a whole completion";
  test.each(refusals)(`an upstream that %s, ${how}`, async (_, expectation, script) => {
    await using upstream = await ScriptedUpstream.start(script);
    const timeouts = expectation === timeout ? { firstByte: short } : {};
    await using gateway = await startGatewayOver([upstream.url], { timeouts });
    await expectOutcome(gateway, { prompt: "Say it", stream }, expectation);
    expect(gateway.upstreams[0]?.inFlight).toBe(0);
    expect(gateway.settled).toHaveLength(1);
  });

  test(`an upstream that refuses connections, ${how}`, async () => {
    await using gateway = await startGatewayOver([await unusedUrl()]);
    await expectOutcome(gateway, { prompt: "Say it", stream }, badGateway);
  });
}

test("an upstream that hangs within a whole completion gives a 504", async () => {
  await using upstream = await ScriptedUpstream.start((response, { body }) => {
    begin(response, body);
    response.write(JSON.stringify(completion).slice(0, 60));
  });
  await using gateway = await startGatewayOver([upstream.url], { timeouts: { firstByte: short } });
  await expectOutcome(gateway, { prompt: "Say it" }, timeout);
});

/** Failures after the first delta. */
const interruptions: readonly (readonly [string, string, Script])[] = [
  ["hangs", "gateway_timeout", (response) => beginStream(response, chunk("one "))],
  [
    "resets the connection within an event",
    "bad_gateway",
    (response) => {
      beginStream(response, chunk("one "));
      response.write(encode(chunk("two")).slice(0, 40));
      reset(response);
    },
  ],
  [
    "closes the connection within an event",
    "bad_gateway",
    (response) => {
      beginStream(response, chunk("one "));
      response.write(encode(chunk("two")).slice(0, 40), () => response.socket?.destroySoon());
    },
  ],
  [
    "ends the stream within an event",
    "bad_gateway",
    (response) => {
      beginStream(response, chunk("one "));
      response.end(encode(chunk("two")).slice(0, 40));
    },
  ],
  [
    "ends the stream before the end of the choice",
    "bad_gateway",
    (response) => {
      beginStream(response, chunk("one "));
      response.end();
    },
  ],
  [
    "sends [DONE] before the end of the choice",
    "bad_gateway",
    (response) => {
      beginStream(response, chunk("one "), "[DONE]");
      response.end();
    },
  ],
  [
    "sends HTML",
    "bad_gateway",
    (response) => {
      beginStream(response, chunk("one "));
      response.end(`data: ${html}\n\n`);
    },
  ],
  [
    "sends truncated JSON",
    "bad_gateway",
    (response) => {
      beginStream(response, chunk("one "));
      response.end(`data: ${JSON.stringify(chunk("two")).slice(0, 60)}\n\n`);
    },
  ],
  [
    "sends an event of 5 MB",
    "bad_gateway",
    (response) => {
      beginStream(response, chunk("one "), chunk("x".repeat(5_000_000)));
    },
  ],
  [
    "sends an unknown finish reason",
    "bad_gateway",
    (response) => {
      beginStream(response, chunk("one "), chunk("two", "bored"));
    },
  ],
  [
    "sends an error",
    "bad_gateway",
    (response) => {
      beginStream(response, chunk("one "), { error: { message: "out of memory", code: 500 } });
    },
  ],
];

test.each(interruptions)("an upstream that %s after its first event", async (_, code, script) => {
  await using upstream = await ScriptedUpstream.start(script);
  const timeouts = code === "gateway_timeout" ? { idle: short } : {};
  await using gateway = await startGatewayOver([upstream.url], { timeouts });
  const body = { prompt: "Say it", stream: true };
  await expectOutcome(gateway, body, { outcome: "interrupted" });
  const text = await (await ask(gateway, body)).text();
  expect(text).toContain('"text":"one "');
  expect(text).not.toContain("[DONE]");
  expect(text).toContain(`"code":"${code}"`);
  // The estimated two tokens of the prompt, and the one that arrived.
  expect(gateway.settled).toEqual([3, 3]);
  expect(gateway.records.at(-1)).toMatchObject({ promptTokens: 2, completionTokens: 1, errorCode: code });
  expect(gateway.upstreams[0]?.inFlight).toBe(0);
});

test("an upstream whose generation takes too long", async () => {
  await using upstream = await ScriptedUpstream.start((response) => {
    beginStream(response);
    const talking = setInterval(() => response.write(encode(chunk("again "))), 10);
    response.once("close", () => clearInterval(talking));
  });
  await using gateway = await startGatewayOver([upstream.url], { timeouts: { whole: 5 * short } });
  await expectOutcome(gateway, { prompt: "Say it", stream: true }, { outcome: "interrupted" });
  await Promise.all(upstream.requests.map(({ abandoned }) => abandoned));
  expect(gateway.records.at(-1)).toMatchObject({ errorCode: "gateway_timeout" });
  expect(gateway.settled[0]).toBeGreaterThan(2);
});

/** Unusual but complete responses. */
const completions: readonly (readonly [string, Script])[] = [
  ["is healthy", healthy],
  [
    "sends [DONE] twice",
    (response) => {
      beginStream(response, chunk("one "), chunk("two", "stop"), usageChunk, "[DONE]", "[DONE]");
      response.end();
    },
  ],
  [
    "never sends [DONE]",
    (response) => {
      beginStream(response, chunk("one "), chunk("two", "stop"), usageChunk);
      response.end();
    },
  ],
  [
    "hangs after [DONE]",
    (response) => {
      beginStream(response, chunk("one "), chunk("two", "stop"), usageChunk, "[DONE]");
    },
  ],
  [
    "resets the connection after [DONE]",
    (response) => {
      beginStream(response, chunk("one "), chunk("two", "stop"), usageChunk, "[DONE]");
      reset(response);
    },
  ],
];

test.each(completions)("an upstream that %s gives a complete stream", async (_, script) => {
  await using upstream = await ScriptedUpstream.start(script);
  await using gateway = await startGatewayOver([upstream.url]);
  await expectOutcome(gateway, { prompt: "Say it", stream: true }, { outcome: "completion" });
  expect(gateway.settled).toEqual([5]);
  expect(gateway.upstreams[0]?.inFlight).toBe(0);
});

test("a whole completion of 5 MB is passed on", async () => {
  const large = {
    ...completion,
    choices: [{ index: 0, text: "x".repeat(5_000_000), finish_reason: "stop" }],
  };
  await using upstream = await ScriptedUpstream.start(json(large));
  await using gateway = await startGatewayOver([upstream.url]);
  const response = await ask(gateway, { prompt: "Say it", max_tokens: 10_000 });
  expect(await response.json()).toMatchObject({ choices: large.choices });
});
