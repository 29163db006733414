import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { InvalidReplyError, type Mock, startMock, UnusedRepliesError } from "../src/index.ts";
import { ask } from "./support/ask.ts";
import { countingEngine } from "./support/test-engines.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0, engine: countingEngine, deployments: ["llama2-7b"] });
});
afterEach(() => mock.reset());
afterAll(() => mock.close());

/** Reads a completion or an error. */
async function read(response: Response) {
  // The mock has checked that it is one of them.
  return (await response.json()) as { choices: [{ text: string }]; error: string; message: string };
}

/** Sends a request for each prompt, one after the other, and returns the texts, or the statuses of errors. */
async function complete(...prompts: readonly (string | object)[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const prompt of prompts) {
    const response = await ask(mock, { body: typeof prompt === "string" ? { prompt } : prompt });
    const { choices } = await read(response);
    answers.push(response.status === 200 ? choices[0].text : response.status);
  }
  return answers;
}

describe("order", () => {
  test("the newest reply comes first, and removing it brings back the one before", async () => {
    mock.reply("setup");
    const own = mock.reply({ prompt: "a" }, "own");
    expect(await complete("a", "b")).toEqual(["own", "setup"]);
    expect(own.used).toBe(1);
    own.remove();
    own.remove();
    expect(await complete("a")).toEqual(["setup"]);
  });

  test("replies with a limit come first, in the order in which they were registered", async () => {
    mock.once("first");
    mock.times(2, { prompt: "a" }, ["second", "third"]);
    mock.reply("always");
    expect(await complete("b", "b", "a", "a", "a")).toEqual(["first", "always", "second", "third", "always"]);
  });

  test("a sequence gives one answer to each request, and the last one from then on", async () => {
    mock.reply([{ status: 503 }, "a", "b"]);
    expect(await complete("x", "x", "x", "x")).toEqual([503, "a", "b", "b"]);
  });

  test("`then` continues a reply with a limit, also one that is used up", async () => {
    mock.reply("setup");
    const limited = mock.times(2, { status: 429 }).then("a");
    expect(await complete("x", "x", "x", "x")).toEqual([429, 429, "a", "a"]);
    expect(limited.used).toBe(4);
    const once = mock.once("b");
    expect(await complete("x", "x")).toEqual(["b", "a"]);
    once.then("c").then("d");
    expect(await complete("x", "x", "x")).toEqual(["c", "d", "d"]);
    once.then("e");
    expect(await complete("x", "x")).toEqual(["e", "e"]);
  });

  test("awaiting a reply with a limit neither hangs nor registers anything", async () => {
    mock.reply("setup");
    // @ts-expect-error: the compiler notices that it is not a promise.
    const awaited = await mock.once("a");
    const fromAsync: unknown = await (async () => mock.once("b") as unknown)();
    expect([awaited, fromAsync]).toEqual([expect.objectContaining({}), expect.objectContaining({})]);
    expect(await complete("x", "x", "x")).toEqual(["a", "b", "setup"]);
    expect(awaited).toHaveProperty("used", 1);
  });

  test("`reset` forgets replies, faults and latency", async () => {
    mock.reply("a");
    mock.fault("error");
    mock.latency({ ttft: 60_000 });
    mock.reset();
    expect(await complete("x")).toEqual(["one two three four"]);
  });
});

describe("matchers", () => {
  const header = { headers: { "X-Team": "blue" } };
  test.each<[what: string, when: Parameters<Mock["reply"]>[0] & object, question: object, fits: boolean]>([
    ["a whole prompt", { prompt: "hello" }, { body: { prompt: "hello" } }, true],
    ["a part of it", { prompt: "hell" }, { body: { prompt: "hello" } }, false],
    ["one of several prompts", { prompt: "b" }, { body: { prompt: ["a", "b"] } }, true],
    ["included text", { prompt: { includes: "ell" } }, { body: { prompt: "hello" } }, true],
    ["a pattern", { prompt: { matches: "^HEL", flags: "i" } }, { body: { prompt: "hello" } }, true],
    ["a function", { prompt: (prompt: string) => prompt === "a" }, { body: { prompt: "b" } }, false],
    ["tokens", { prompt: [1, 2] }, { body: { prompt: [[3], [1, 2]] } }, true],
    ["other tokens", { prompt: [1, 2] }, { body: { prompt: [1, 2, 3] } }, false],
    ["text, not tokens", { prompt: /./ }, { body: { prompt: [1] } }, false],
    ["a header in any case", header, { body: { prompt: "a" }, headers: { "x-team": "blue" } }, true],
    ["a header's pattern", { headers: { "x-team": /^b/ } }, { body: { prompt: "a" } }, false],
    ["a face", { face: "openai" }, { body: { prompt: "a" } }, false],
    ["a model", { deployment: "m" }, { target: "/v1/completions", body: { prompt: "a", model: "m" } }, true],
    ["a default", { body: { max_tokens: 256, stop: undefined } }, { body: { prompt: "a" } }, true],
    [
      "a list, which is not a part",
      { body: { stop: ["a"] } },
      { body: { prompt: "a", stop: ["a", "b"] } },
      false,
    ],
    [
      "a part of an object",
      { body: { logit_bias: { 5: 1 } } },
      { target: "/v1/completions", body: { prompt: "a", logit_bias: { 5: 1, 6: 1 } } },
      true,
    ],
    [
      "an inherited property",
      { body: JSON.parse('{ "__proto__": {} }') },
      { target: "/v1/completions", body: { prompt: "a" } },
      false,
    ],
    [
      "a call",
      { matches: ({ request }: { request: { maxTokens: number } }) => request.maxTokens === 3 },
      { body: { prompt: "a", max_tokens: 3 } },
      true,
    ],
  ])("%s", async (_what, when, question, fits) => {
    mock.reply("other");
    mock.reply(when, "fits");
    const { choices } = await read(await ask(mock, question));
    expect(choices[0].text).toBe(fits ? "fits" : "other");
  });

  test("a global or sticky expression has no memory", async () => {
    mock.reply("other");
    mock.reply({ prompt: /a/g }, "global");
    mock.reply({ prompt: /b/y }, "sticky");
    expect(await complete("a", "a", "b", "b", "cb")).toEqual([
      "global",
      "global",
      "sticky",
      "sticky",
      "other",
    ]);
  });

  test("a pattern that would take years is an error that names the reply", async () => {
    mock.reply({ prompt: { matches: "^(a+)+$" } }, "x");
    const { error } = await read(await ask(mock, { body: { prompt: `${"a".repeat(50)}!` } }));
    expect(error).toMatch(/^Reply \d+ .* has a regular expression that is too slow: .* more than 500 ms$/);
    expect(await complete("aaa")).toEqual(["x"]);
  });

  test("a function that throws is an error that names the reply", async () => {
    mock.reply({ prompt: "a", matches: () => JSON.parse("{") }, "x");
    const { error } = await read(await ask(mock, { body: { prompt: "a" } }));
    expect(error).toMatch(
      /^Reply \d+ \(prompt "a", the function `matches`\) cannot be compared with this request: when has a function that threw "Expected/,
    );
  });
});

describe("faults and latency", () => {
  test("a fault breaks as many completions as it says", async () => {
    mock.reply("a");
    mock.fault("error", { times: 2 });
    expect(await complete("x", "x", "x")).toEqual([500, 500, "a"]);
  });

  test("a wrong setting is refused", () => {
    expect(() => mock.fault("error", { times: 0 })).toThrow("times must be at least 1, not 0.");
    expect(() => mock.fault("error", { after: -1 })).toThrow("fault.after must be at least 0.");
    expect(() => mock.latency({ jitter: 2 })).toThrow("latency.jitter must be at most 1.");
    // @ts-expect-error: for JavaScript.
    expect(() => mock.latency({ delay: 2 })).toThrow("latency.delay is not a known property");
  });
});

describe("a strict mock", () => {
  test("refuses a request that no reply fits, and lists the nearest ones", async () => {
    const strict = mock.session({ strict: true });
    const message = async (body: object) => (await read(await ask(strict, { body }))).message;
    expect(await message({ prompt: "a" })).toBe(
      "No reply fits this request: the mock is strict and has no replies.",
    );
    strict.once({ prompt: "hallo" }, "a");
    await ask(strict, { body: { prompt: "hallo" } });
    strict.reply({ prompt: "hello", body: { temperature: 0 } }, "b");
    strict.reply({ prompt: { includes: "x" }, face: "openai", deployment: "m" }, "c");
    strict.reply({ prompt: `${"long ".repeat(30)}no`, headers: { authorization: "Bearer secret" } }, "d");
    const response = await ask(strict, { body: { prompt: "hallo" } });
    expect(response.status).toBe(404);
    expect((await read(response)).error.split("\n")).toEqual([
      "No reply fits this request. The nearest replies:",
      '- Reply 1 (prompt "hallo"): used up (1 of 1)',
      '- Reply 4 (prompt "long long long long long long long long long long long long long long long long…, header authorization): ' +
        'prompt is "hallo", not "long long long long long long long long long long long long long long long long…; header authorization has another value',
      '- Reply 2 (prompt "hello", temperature 0): prompt is "hallo", not "hello"; temperature is 1, not 0',
      '- Reply 3 (face "openai", deployment "m", prompt including "x"): face is "completions", not "openai"; deployment is missing; it must be "m"; prompt is "hallo", not including "x"',
    ]);
    expect(await message({ prompt: `${"long ".repeat(30)}yes` })).toContain(
      'prompt goes on after 150 characters with "yes", not "no"',
    );
    strict.reset();
    expect((await ask(strict, { body: { prompt: "a" } })).status).toBe(404);
    expect((await ask(mock, { body: { prompt: "a" } })).status).toBe(200);
  });

  test("rejects `close` if replies are unused", async () => {
    const strict = await startMock({ port: 0, strict: true });
    strict.reply({ prompt: "never" }, "a");
    strict.times(2, { prompt: "rarely" }, "b");
    strict.reply({ prompt: "often" }, "c");
    for (const prompt of ["rarely", "often"]) await ask(strict, { body: { prompt } });
    expect(strict.unusedReplies).toEqual([
      'Reply 2 (prompt "rarely") was used 1 of 2 times.',
      'Reply 1 (prompt "never") was never used.',
    ]);
    const closed = strict.close();
    await expect(closed).rejects.toThrow(UnusedRepliesError);
    await expect(closed).rejects.toThrow(/^Replies are unused:\n- Reply 2 .*\n- Reply 1 /);
  });
});

test("the compiler refuses what cannot be registered", () => {
  const wrong = [
    // @ts-expect-error: a matcher is not an answer.
    () => mock.reply({ prompt: /x/ }),
    // @ts-expect-error: a text is not a matcher.
    () => mock.reply("a", "b"),
    // @ts-expect-error: nor is a pattern; the prompt is.
    () => mock.reply(/a/, "b"),
    // @ts-expect-error: nor is a function; `matches` is.
    () => mock.reply(() => false, "b"),
    // @ts-expect-error: an error has no text.
    () => mock.once({ status: 429, text: 5 }),
    // @ts-expect-error: a misspelled property.
    () => mock.reply({ text: "a", finish_reason: "stop" }),
    // @ts-expect-error: a finish reason that does not exist.
    () => mock.reply({ text: "a", finishReason: "end" }),
    // @ts-expect-error: no answer.
    () => mock.times(2),
    // @ts-expect-error: a fault that does not exist.
    () => mock.reply({ text: "a", fault: { type: "explode" } }),
  ];
  for (const register of wrong) expect(register).toThrow(InvalidReplyError);
  expect(mock.unusedReplies).toEqual([]);
});
