import azureSpec from "@completions-api/spec/openapi.json" with { type: "json" };
import { splitEvents } from "@completions-api/testing";
import { errorStatuses } from "@completions-api/validators/openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { ask } from "./support/ask.ts";
import { faces } from "./support/faces.ts";

interface Example {
  readonly "x-request"?: { readonly headers?: Record<string, string>; readonly body?: object };
  readonly "x-headers"?: Record<string, string | number>;
  readonly value: object | string;
}

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0 });
});
afterAll(() => mock.close());

describe.each(faces)("the examples of the spec %s", (_name, { spec, target }) => {
  const examples: Record<string, Example> = spec.components.examples;
  // A request without a body is one for models, of which the mock has its own.
  const pairs = Object.entries(examples).flatMap(([name, { "x-request": request, ...response }]) =>
    request?.body ? [{ name, request, ...response }] : [],
  );

  test("are some", () => {
    expect(pairs.length).toBeGreaterThan(9);
  });

  test.each(pairs)(
    "respond to the request of $name with its response",
    async ({ request, value, ...example }) => {
      const response = await ask(mock, { target, ...request });
      expect(response.status).toBe(statusOf(value));
      for (const [name, expected] of Object.entries(example["x-headers"] ?? {})) {
        expect(response.headers.get(name)).toBe(String(expected));
      }
      if (typeof value === "string") {
        const parse = (data: string) => (data === "[DONE]" ? data : JSON.parse(data));
        expect(splitEvents(await response.text()).map(parse)).toEqual(splitEvents(value).map(parse));
      } else {
        expect(await response.json()).toEqual(value);
      }
    },
  );
});

function statusOf(value: object | string): unknown {
  const { status, error = {} } = Object(value);
  const statuses: Readonly<Record<string, number>> = errorStatuses;
  return status ?? statuses[error.code] ?? 200;
}

describe("a request matches an example", () => {
  const examples: Record<string, Example> = azureSpec.components.examples;
  const example = examples["sample-response"]?.["x-request"]?.body ?? {};
  const isExample = async (body: object, headers: Record<string, string> = {}) => {
    const completion = JSON.parse(await (await ask(mock, { body, headers })).text());
    return completion.id === "1234567890";
  };

  test("with its parameters in any order", async () => {
    expect(await isExample(Object.fromEntries(Object.entries(example).toReversed()))).toBe(true);
  });

  test("with defaults omitted or given", async () => {
    const { top_p, stream, ...rest } = example as Record<string, unknown>;
    expect([top_p, stream]).toEqual([1, false]);
    expect(await isExample(rest)).toBe(true);
  });

  test("with extra parameters that are ignored, but not if they are passed through", async () => {
    expect(await isExample({ ...example, model: "any" }, { "extra-parameters": "ignore" })).toBe(true);
    expect(await isExample({ ...example, model: "any" }, { "extra-parameters": "pass-through" })).toBe(false);
  });

  test("but not with another deployment or another value", async () => {
    expect(await isExample(example, { "azureml-model-deployment": "llama2-7b" })).toBe(false);
    expect(await isExample({ ...example, seed: 43 })).toBe(false);
  });
});
