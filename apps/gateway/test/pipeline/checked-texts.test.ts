import { describe, expect, test } from "vitest";
import { createTermFilter } from "../../src/content-filter/term-filter.ts";
import { startConfiguredGateway } from "../contract/gateway-in-front.ts";
import { recordRequests } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway } from "../support/start-gateway.ts";

const passThrough = { headers: { "extra-parameters": "pass-through" } };

async function start() {
  const { asked, generate } = recordRequests();
  const gateway = await startTestGateway({
    deployment: deploymentOf(generate),
    filter: createTermFilter(["secret project"]),
    extraParameters: "pass-through",
  });
  return { asked, url: gateway.url, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

const term = "the Sécret\n project!";

describe("a term in any text for the engine is refused", () => {
  test.each<[string, object]>([
    ["prompt", { prompt: term }],
    ["prompt", { prompt: ["a", "b", term] }],
    ["suffix", { suffix: term }],
    ["stop", { stop: term }],
    ["stop", { stop: ["a", term] }],
    ["user", { user: term }],
    ["guided_regex", { guided_regex: term }],
    ["guided_choice", { guided_choice: ["a", term] }],
    ["structured_outputs", { structured_outputs: { json: { description: { a: [[term]] } } } }],
    ["template", { template: { [term]: 1 } }],
    ["__proto__", JSON.parse(`{"__proto__":["secret project"]}`)],
  ])("%s: %j", async (param, parts) => {
    await using gateway = await start();
    for (const stream of [false, true]) {
      const response = await ask(gateway, { prompt: "Hi", stream, ...parts }, passThrough);
      expect(await response.json()).toEqual({
        status: 400,
        code: "content_filter",
        error: `The content filter refused the ${param}`,
        message: `The content filter refused the ${param}. Change it and try again.`,
        param,
      });
    }
    const response = await ask(gateway, { prompt: "Hi", ...parts }, {}, "/v1/completions");
    expect(await response.json()).toMatchObject({ error: { code: "content_filter", param } });
    expect(gateway.asked).toEqual([]);
  });

  test("escaped in JSON", async () => {
    await using gateway = await start();
    const headers = { authorization: "Bearer a-token-for-tests", "content-type": "application/json" };
    const spelled = "\\u0073\\u0065cret\\u0020proj\\u0065ct";
    for (const body of [`{"prompt":"${spelled}"}`, `{"prompt":"a","x":{"y":"${spelled}"}}`]) {
      const response = await fetch(`${gateway.url}/v1/completions`, { method: "POST", headers, body });
      expect(await response.json()).toMatchObject({ error: { code: "content_filter" } });
    }
    expect(gateway.asked).toEqual([]);
  });
});

test("other texts pass", async () => {
  await using gateway = await start();
  const parts = {
    suffix: "secret",
    stop: ["project"],
    user: "secret-projects",
    x: ["secret", "project"],
    y: 7,
  };
  expect((await ask(gateway, { prompt: "a secret", ...parts }, passThrough)).status).toBe(200);
});

describe("prompts that are tokens", () => {
  const configOf = (filter: object) => ({ deployments: { default: { engine: "embedded" } }, filter });

  test.each([{ prompt: [5, 6] }, { prompt: [[5], [6]] }])(
    "are refused if the configuration says so, because the filter cannot read them: %j",
    async (body) => {
      await using gateway = await startConfiguredGateway(
        configOf({ terms: ["secret"], tokenPrompts: "refuse" }),
      );
      const loc = ["body", "prompt", ...(Array.isArray(body.prompt[0]) ? ["0"] : [])];
      expect(await (await ask(gateway, body)).json()).toMatchObject({
        status: 422,
        code: "parameter_not_supported",
        message: expect.stringContaining("must be text, because the content filter cannot read tokens"),
        detail: { loc },
      });
      const response = await ask(gateway, body, {}, "/v1/completions");
      expect(await response.json()).toMatchObject({ error: { code: "unsupported_parameter" } });
    },
  );

  test("pass by default", async () => {
    await using gateway = await startConfiguredGateway(configOf({ terms: ["secret"] }));
    expect((await ask(gateway, { prompt: [5, 6] })).status).toBe(200);
    expect((await ask(gateway, { prompt: "a secret" })).status).toBe(400);
  });
});
