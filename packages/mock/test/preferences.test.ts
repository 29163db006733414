import { splitEvents } from "@completions-api/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { knownPreferences } from "../src/preferences/known-preferences.ts";
import { ask } from "./support/ask.ts";
import { expectErrorResponse } from "./support/expect-response.ts";
import { faces } from "./support/faces.ts";
import { countingEngine } from "./support/test-engines.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0, engine: countingEngine });
});
afterAll(() => mock.close());

const body = { prompt: "Count" };
const prefer = (value: string, rest: object = {}) =>
  ask(mock, { headers: { prefer: value }, body: { ...body, ...rest } });

describe.each(faces)("code %s", (_name, { target, errorStatuses, expectError }) => {
  const prefer = (value: string, rest: object = {}) =>
    ask(mock, { target, headers: { prefer: value }, body: { ...body, ...rest } });

  test.each([...new Set(Object.values(errorStatuses))])(
    "code=%i responds with an error of that status",
    async (status) => {
      const response = await prefer(`code=${status}`);
      expect(response.status).toBe(status);
      expect(response.headers.get("preference-applied")).toBe(`code=${status}`);
      await expectError(response);
    },
  );

  test("code=200 responds with the spec's first completion, streamed on request", async () => {
    expect(await (await prefer("code=200")).json()).toMatchObject({
      model: "llama2-7b",
      created: 1234567890,
    });
    const streamed = await prefer("code=200", { stream: true });
    expect(splitEvents(await streamed.text()).at(-1)).toBe("[DONE]");
  });

  test.each(["code=429", "code=503"])("%s accepts retry-after", async (code) => {
    const response = await prefer(`${code}, retry-after=7`);
    expect(response.status).toBe(Number(code.slice(5)));
    expect(response.headers.get("retry-after")).toBe("7");
    await expectError(response);
  });

  test("a 401 has a challenge, and a 405 lists the allowed methods", async () => {
    expect((await prefer("code=401")).headers.get("www-authenticate")).toBe("Bearer");
    expect((await prefer("code=405")).headers.get("allow")).toBe("POST");
  });
});

describe("example", () => {
  test("responds with the example of that name", async () => {
    expect(await (await prefer("example=text-prompts")).json()).toMatchObject({
      choices: [{ index: 0 }, { index: 1 }],
    });
    const refused = await prefer("example=content-filtered");
    expect(refused.status).toBe(400);
    expect(refused.headers.get("x-ms-error-code")).toBe("content_filter");
  });

  test("is streamed if and only if the request asks for a stream", async () => {
    const events = splitEvents(await (await prefer("example=text-prompts", { stream: true })).text());
    expect(events).toHaveLength(3);
    expect(events.at(-1)).toBe("[DONE]");
    expect(await (await prefer("example=streamed")).json()).toMatchObject({ object: "text_completion" });
  });

  test("may be combined with its own status code", async () => {
    expect((await prefer("example=rate-limited, code=429")).status).toBe(429);
  });
});

describe("for models", () => {
  const models = async (prefer: string) => {
    const response = await ask(mock, { method: "GET", target: "/v1/models", headers: { prefer } });
    return { status: response.status, body: await response.json() };
  };

  test("code and example respond with what they ask for", async () => {
    expect(await models("code=503")).toMatchObject({
      status: 503,
      body: { error: { type: "server_error" } },
    });
    expect(await models("example=models")).toMatchObject({
      status: 200,
      body: { data: [{ id: "llama2-7b" }] },
    });
  });

  test("an example of another operation, and events, are refused", async () => {
    for (const prefer of ["example=two-choices", "itl=1", "fault=stall"])
      expect(await models(prefer)).toMatchObject({ status: 400, body: { error: { param: "prefer" } } });
  });
});

describe("dynamic", () => {
  test("responds with different random values each time", async () => {
    const [one, other] = await Promise.all([prefer("dynamic=true"), prefer("dynamic=true")]);
    expect(one.status).toBe(200);
    expect(await one.json()).not.toEqual(await other.json());
  });
});

describe("Preference-Applied lists the applied preferences", () => {
  test("in the order of the request, and the first of duplicates", async () => {
    const response = await prefer('TTFT="1", itl=0 , ttft=2, jitter=0.5');
    expect(response.status).toBe(200);
    expect(response.headers.get("preference-applied")).toBe("ttft=1, itl=0, jitter=0.5");
  });

  test("from several Prefer headers", async () => {
    const headers = new Headers([
      ["prefer", "ttft=1"],
      ["prefer", "itl=1"],
    ]);
    const response = await ask(mock, { headers: Object.fromEntries(headers), body });
    expect(response.headers.get("preference-applied")).toBe("ttft=1, itl=1");
  });

  test("without those for events if a reply is an error", async () => {
    mock.once({ status: 429 });
    const response = await prefer("ttft=1, itl=1, fault=disconnect, after=0");
    expect([response.status, response.headers.get("preference-applied")]).toEqual([429, "ttft=1"]);
    expect(mock.lastRequest?.response).not.toHaveProperty("fault");
  });

  test("and is absent without preferences", async () => {
    expect((await ask(mock, { body })).headers.get("preference-applied")).toBeNull();
  });
});

describe("an unusable preference is a 400 that lists the usable ones", () => {
  test.each([
    "respond-async",
    "wait=10",
    "code",
    "code=999",
    "code=0200",
    "example=nonesuch",
    "example=",
    "dynamic=false",
    "ttft=-1",
    "ttft=60001",
    "ttft=1.5",
    "itl=abc",
    "jitter=1.1",
    "ttft=1, jitter=-0",
    "code=429, retry-after=1.5",
    "fault=explode",
    "code=429; foo",
    "code=(",
    // These combinations make no sense.
    "jitter=0.5",
    "retry-after=1",
    "retry-after=1, code=500",
    "retry-after=1, code=429, example=rate-limited",
    "after=1",
    "dynamic=true, code=200",
    "dynamic=true, example=sample",
    "dynamic=true, itl=1",
    "code=429, itl=1",
    "code=429, example=sample",
    "example=rate-limited, itl=1",
  ])("%s", async (value) => {
    await expectRefusal(await prefer(value));
  });

  test.each([
    "code=500, fault=error",
    "example=rate-limited, fault=error",
    "dynamic=true",
    "dynamic=true, fault=stall",
  ])("%s for a stream", async (value) => {
    await expectRefusal(await prefer(value, { stream: true }));
  });

  async function expectRefusal(response: Response): Promise<void> {
    const error = JSON.parse(await response.clone().text());
    expect(await expectErrorResponse(response)).toBe("invalid_header");
    expect(error.param).toBe("prefer");
    for (const name of Object.keys(knownPreferences)) expect(error.message).toContain(`${name}=`);
    expect(response.headers.get("preference-applied")).toBeNull();
  }
});
