import { describe, expect, test } from "vitest";
import type { Compatibility } from "../../src/completions/read-request.ts";
import { recordRequests } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";

async function start(settings: Partial<Compatibility>) {
  const { asked, generate } = recordRequests();
  const deployment = deploymentOf(generate, "llama");
  const compatibility = { model: false, v1: false, ...settings };
  return { asked, gateway: await startTestGateway({ deployment, compatibility }) };
}

async function codeOf(response: Response): Promise<string | number> {
  await response.text();
  return response.headers.get("x-ms-error-code") ?? response.status;
}

describe("model", () => {
  test("is an extra parameter unless it is configured", async () => {
    const { gateway } = await start({});
    await using _ = gateway;
    const response = await ask(gateway, { prompt: "Hi", model: "test-model" });
    expect(await response.json()).toMatchObject({ code: "extra_parameters_not_allowed", param: "model" });
  });

  test.each(["test-model", "llama", null])(
    "may be the deployment's model or name, or null: %s",
    async (model) => {
      const { gateway, asked } = await start({ model: true });
      await using _ = gateway;
      expect(await codeOf(await ask(gateway, { prompt: "Hi", model }))).toBe(200);
      expect(asked[0]?.extra).toEqual({});
    },
  );

  test.each(["error", "ignore", "pass-through"])("is checked under the policy %s", async (policy) => {
    const { gateway } = await start({ model: true });
    await using _ = gateway;
    const headers = { "extra-parameters": policy };
    const response = await ask(gateway, { prompt: "Hi", model: "gpt" }, { headers });
    expect(await response.json()).toMatchObject({
      status: 404,
      error: "The model of the deployment `llama` is `test-model`, not `gpt`",
      message:
        "The model of the deployment `llama` is `test-model`, not `gpt`. " +
        "Send the model's name as `model`, or leave `model` out.",
    });
  });

  test("is never passed through", async () => {
    const { gateway, asked } = await start({ model: true });
    await using _ = gateway;
    await codeOf(
      await ask(
        gateway,
        { prompt: "Hi", model: "llama", n: 2 },
        { headers: { "extra-parameters": "pass-through" } },
      ),
    );
    expect(asked[0]?.extra).toEqual({ n: 2 });
  });

  test("must be a string", async () => {
    const { gateway } = await start({ model: true });
    await using _ = gateway;
    const response = await ask(gateway, { prompt: "Hi", model: 7 });
    expect(await response.json()).toMatchObject({
      code: "invalid_parameter",
      detail: { loc: ["body", "model"], value: "7" },
    });
  });

  test("does not allow other extra parameters", async () => {
    const { gateway } = await start({ model: true });
    await using _ = gateway;
    const response = await ask(gateway, { prompt: "Hi", model: "llama", n: 2 });
    expect(await response.json()).toMatchObject({ code: "extra_parameters_not_allowed", param: "n" });
  });
});

describe("/v1", () => {
  async function post(gateway: { readonly url: string }, target: string): Promise<string | number> {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    return codeOf(
      await fetch(gateway.url + target, { method: "POST", headers, body: JSON.stringify({ prompt: "Hi" }) }),
    );
  }

  test("does not exist unless it is configured", async () => {
    const { gateway } = await start({});
    await using _ = gateway;
    expect(await post(gateway, "/v1/completions?api-version=2024-04-01-preview")).toBe("not_found");
  });

  test("needs no version, but refuses a wrong one", async () => {
    const { gateway } = await start({ v1: true });
    await using _ = gateway;
    expect(await post(gateway, "/v1/completions")).toBe(200);
    expect(await post(gateway, "/v1/completions?api-version=2024-04-01-preview")).toBe(200);
    expect(await post(gateway, "/v1/completions?api-version=soon")).toBe("invalid_query");
  });

  test("leaves /completions as strict as before", async () => {
    const { gateway } = await start({ v1: true });
    await using _ = gateway;
    expect(await post(gateway, "/completions")).toBe("invalid_query");
  });
});

describe("the default policy for extra parameters", () => {
  test.each([
    [undefined, undefined, "extra_parameters_not_allowed"],
    ["ignore", undefined, {}],
    ["pass-through", undefined, { n: 2 }],
    ["pass-through", "error", "extra_parameters_not_allowed"],
    ["pass-through", "drop", {}],
    ["error", "pass-through", { n: 2 }],
  ] as const)("configured as %s, with the header %s", async (extraParameters, header, outcome) => {
    const { gateway, asked } = await start(extraParameters ? { extraParameters } : {});
    await using _ = gateway;
    const headers: Record<string, string> = header ? { "extra-parameters": header } : {};
    const code = await codeOf(await ask(gateway, { prompt: "Hi", n: 2 }, { headers }));
    expect(code === 200 ? asked[0]?.extra : code).toEqual(outcome);
  });
});
