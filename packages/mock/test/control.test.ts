import { afterEach, expect, test } from "vitest";
import { createMockFetch } from "../src/fetch.ts";
import { startMock } from "../src/index.ts";
import { ask, type Question } from "./support/ask.ts";

const mock = await startMock({ port: 0 });
afterEach(() => mock.reset());

/** Sends a request to control the mock, and returns the status and the JSON of the response. */
async function control(
  request: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; json: unknown }> {
  const [method = "", path = ""] = request.split(" ");
  const response = await fetch(`${mock.url}${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, json: await response.json() };
}

/** Asks for a completion and returns its text, or the status of an error. */
async function complete(prompt: string, question: Omit<Question, "body"> = {}): Promise<string | number> {
  const response = await ask(mock, { ...question, body: { prompt } });
  return response.ok ? readText(response) : response.status;
}

async function readText(response: Response): Promise<string> {
  // The mock has checked that it is a completion.
  const completion = (await response.json()) as { choices: [{ text: string }] };
  return completion.choices[0].text;
}

test("replies are added in three forms, listed in the order in which they are tried, and removed", async () => {
  const always = await control("POST /__mock/replies", { name: "always", answer: "Ahoy" });
  expect(always).toEqual({
    status: 201,
    json: [{ id: 1, name: "always", when: {}, answer: "Ahoy", used: 0 }],
  });
  await control("POST /__mock/replies", [{ times: 1, answer: { status: 429, retryAfter: 2 } }]);
  await control("POST /__mock/replies", { replies: [{ when: { prompt: "Call me" }, answer: ["a", "b"] }] });
  mock.reply({ prompt: /^x/i, matches: () => true }, () => "from code");

  expect([
    await complete("Call me"),
    await complete("Call me"),
    await complete("Hi"),
    await complete("X"),
  ]).toEqual([429, "a", "Ahoy", "from code"]);
  expect((await control("GET /__mock/replies")).json).toEqual([
    {
      id: 4,
      when: { prompt: { matches: "^x", flags: "i" }, matches: "(function)" },
      answer: "(function)",
      used: 1,
    },
    { id: 3, when: { prompt: "Call me" }, answer: ["a", "b"], used: 1 },
    { id: 1, name: "always", when: {}, answer: "Ahoy", used: 1 },
    { id: 2, when: {}, answer: { status: 429, retryAfter: 2 }, times: 1, used: 1 },
  ]);

  expect((await control("DELETE /__mock/replies/3")).json).toMatchObject({ id: 3, used: 1 });
  expect(await complete("Call me")).toBe("Ahoy");
  expect(await control("DELETE /__mock/replies/3")).toMatchObject({
    status: 404,
    json: { error: "There is no reply `3`" },
  });
  expect(await control("DELETE /__mock/replies")).toEqual({ status: 200, json: [] });
  expect((await control("GET /__mock/replies")).json).toEqual([]);
});

test("settings are replaced as a whole, and a reset forgets them with everything else", async () => {
  const settings = { latency: { ttft: 1 }, fault: { type: "truncate", after: 2 }, strict: true };
  expect(await control("PUT /__mock/settings", settings)).toEqual({ status: 200, json: settings });
  expect((await control("PUT /__mock/settings", { latency: { itl: 1 } })).json).toEqual({
    latency: { itl: 1 },
    strict: false,
  });
  await control("POST /__mock/replies", { answer: "a" });
  expect(await complete("Call me")).toBe("a");
  expect(await control("POST /__mock/reset")).toEqual({ status: 200, json: { replies: 0, requests: 0 } });
  expect((await control("GET /__mock/settings")).json).toEqual({ latency: {}, strict: false });
});

test("a wrong reply gets a 422 that says where and why, and none of a list is added", async () => {
  expect(
    await control("POST /__mock/replies", [{ answer: "a" }, { answer: { status: 300 }, time: 1 }]),
  ).toEqual({
    status: 422,
    json: {
      status: 422,
      code: "invalid_parameter",
      error: "1.time is not a known property (known: name, when, answer, times)",
      message: expect.stringContaining("Problems after this one: 1."),
      detail: { loc: ["body", "1", "time"], value: "1" },
    },
  });
  for (const [body, loc] of [
    [{ answer: { status: 418 } }, ["body", "answer", "status"]],
    [
      [{ answer: "a" }, { answer: ["a", { status: 418 }] }],
      ["body", "1", "answer", "1", "status"],
    ],
    [{ replies: [{ answer: { status: 418 } }] }, ["body", "replies", "0", "answer", "status"]],
  ])
    expect(await control("POST /__mock/replies", body)).toMatchObject({
      status: 422,
      json: {
        error: expect.stringContaining("status must be a status of the contract's errors"),
        detail: { loc, value: "418" },
      },
    });
  expect((await control("GET /__mock/replies")).json).toEqual([]);
  expect(await control("PUT /__mock/settings", { strict: "yes" })).toMatchObject({
    status: 422,
    json: { detail: { loc: ["body", "strict"], value: '"yes"' } },
  });
});

test.each([
  ["text", { "content-type": "text/plain" }, '{"answer":"a"}', 415],
  ["broken JSON", {}, '{"answer":', 400],
  ["nothing", {}, undefined, 400],
  ["more than 1 MiB", {}, { answer: "a".repeat(2 ** 20) }, 413],
])("%s is refused as a reply", async (_, headers, body, status) => {
  expect((await control("POST /__mock/replies", body, headers)).status).toBe(status);
});

test("GET /__mock lists the routes, and so does the 404 of an unknown one", async () => {
  const { json } = await control("GET /__mock");
  const routes = Object.keys(Object(json));
  expect(routes).toContain("PUT /__mock/settings");
  const known = [...new Set(routes.map((route) => route.split(" ")[1]))];
  expect(await control("GET /__mock/nowhere")).toMatchObject({
    status: 404,
    json: { message: expect.stringContaining(known.map((path) => `\`${path}\``).join(", ")) },
  });
  const nowhere = await ask(mock, { target: "/__mock/sessions/a/nowhere" });
  expect(await nowhere.json()).toMatchObject({
    message: expect.stringMatching(/^There is no route `\/nowhere`\. Known routes: `\/completions`/),
  });
});

test("a header and a path name the same session, and a session can be ended", async () => {
  await control("POST /__mock/sessions/one/__mock/replies", { answer: "one" });
  await control("POST /__mock/replies", { answer: "two" }, { "x-mock-session": "two" });
  await control("POST /__mock/replies", { answer: "none" });
  expect(await complete("Call me", { headers: { "x-mock-session": "one" } })).toBe("one");
  expect(
    await complete("Call me", { target: "/__mock/sessions/two/completions?api-version=2024-04-01-preview" }),
  ).toBe("two");
  expect(await complete("Call me")).toBe("none");
  expect((await control("GET /__mock/sessions")).json).toEqual(
    expect.arrayContaining([
      { id: "one", replies: 1, requests: 1 },
      { id: "two", replies: 1, requests: 1 },
    ]),
  );
  expect((await control("DELETE /__mock/sessions/one")).json).toEqual({ id: "one", replies: 1, requests: 1 });
  expect((await control("DELETE /__mock/sessions/one")).status).toBe(404);
  expect((await control("GET /__mock/replies", undefined, { "x-mock-session": "one" })).json).toEqual([]);
});

test.each(["a b", "é", "a".repeat(101), "a/b"])("%s is no id of a session", async (id) => {
  const response = await ask(mock, {
    headers: { "x-mock-session": encodeURIComponent(id) },
    body: { prompt: "" },
  });
  expect({ status: response.status, body: await response.json() }).toMatchObject({
    status: 400,
    body: { code: "invalid_request", param: "x-mock-session" },
  });
  const { status } = await control(`GET /__mock/sessions/${encodeURIComponent(id)}/__mock/replies`);
  expect(status).toBe(400);
});

test("200 sessions at once do not see each other", async () => {
  // Without sockets and without Prism, which would take most of the time.
  const mock = await createMockFetch();
  const texts = await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const session = mock.session();
      session.reply([`first of ${index}`, `second of ${index}`]);
      const asked = [0, 1].map(() =>
        session
          .fetch(`${session.url}/v1/completions`, {
            method: "POST",
            headers: { authorization: "Bearer any-token", "content-type": "application/json" },
            body: JSON.stringify({ prompt: "Call me" }),
          })
          .then(readText),
      );
      const texts = await Promise.all(asked);
      expect(session.requests).toHaveLength(2);
      return texts.sort();
    }),
  );
  expect(texts).toEqual(Array.from(texts, (_, index) => [`first of ${index}`, `second of ${index}`]));
  expect(mock.requests).toEqual([]);
});

test("the session that was unused the longest ends when there are more than 1,000, but not its open stream", async () => {
  const kept = mock.session();
  const idle = mock.session();
  idle.reply("one two three four");
  const stream = await ask(idle, {
    headers: { prefer: "itl=1" },
    body: { prompt: "Call me", stream: true },
  });
  await (await ask(kept, { target: "/__mock/settings", method: "GET" })).text();
  // With the sessions of earlier tests, there are more than 1,000.
  for (let number = 0; number < 999; number += 1) mock.session();
  expect(await stream.text()).toMatch(/four.*data: \[DONE\]\n\n$/s);
  const { json } = await control("GET /__mock/sessions");
  const ids = Array.from(json as { id: string }[], ({ id }) => id);
  expect(ids).toHaveLength(1000);
  expect([kept, idle].map(({ url }) => ids.includes(url.split("/").at(-1) ?? ""))).toEqual([true, false]);
});
