import { isDeepStrictEqual } from "node:util";
import { toEngineRequest } from "@completions-api/engine";
import {
  applyCreateCompletionRequestDefaults,
  type createCompletionRequestParameters,
} from "@completions-api/validators/openai";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { GenerationRequest } from "../../src/backends/backend.ts";
import { createKey } from "../../src/cache/create-key.ts";
import { completionsFace } from "../../src/completions/completions-face.ts";
import type { Face } from "../../src/completions/face.ts";
import { openAIFace } from "../../src/completions/openai-face.ts";
import { RequestRecord } from "../../src/telemetry/request-record.ts";

const context = { deployment: "small", model: "m", servers: { urls: ["http://one/v1"] } };
const caller = { name: "tester" };
const extraParameters = "pass-through";

/** Reads a body as the gateway does. */
function read(json: string, face: Face = openAIFace): GenerationRequest {
  const { parameters, extra } = face.readBody(Buffer.from(json), { extraParameters });
  return {
    ...toEngineRequest({ parameters, extra }),
    caller,
    promptTokens: 1,
    trace: {},
    stream: parameters.stream,
  };
}

const keyOf = (json: string, face?: Face) => createKey(read(json, face), context);

/** A few values of every parameter of the spec, equal ones in several forms. */
const values: Readonly<Record<(typeof createCompletionRequestParameters)[number], readonly unknown[]>> = {
  prompt: [
    "",
    "a",
    ["a"],
    "ab",
    ["a", "b"],
    ["b", "a"],
    [1, 2],
    [[1, 2]],
    [[1], [2]],
    [12],
    "1",
    "\u0000",
    "😀",
  ],
  model: ["m", "small"],
  best_of: [3, 4],
  echo: [false, true],
  frequency_penalty: [0, 1, 1.0, -1],
  logit_bias: [{}, { 1: 5, 2: 6 }, { 2: 6, 1: 5 }, { 1: 6, 2: 5 }, { 12: 5 }],
  logprobs: [0, 1, 5],
  max_tokens: [16, 1, 2],
  n: [1, 2, 3],
  presence_penalty: [0, 1, -1],
  seed: [0, 1, -1, 2 ** 53 - 1],
  stop: [[], "a", ["a"], ["a", "b"], ["b", "a"], "a,b", "ab"],
  stream: [false, true],
  stream_options: [null],
  suffix: ["", "a", "b"],
  temperature: [0, 0.5, 1],
  top_p: [0, 0.5, 1],
  user: ["a", "b"],
};

/** Names of a key that do not change the completion. */
const ignored = ["model", "stream", "stream_options", "user"];

type Body = Readonly<Record<string, unknown>>;

const parts = Object.entries(values).map(([name, of]) =>
  fc.constantFrom(null, ...of).map((value) => ({ [name]: value })),
);
const base: fc.Arbitrary<Body> = fc
  .tuple(fc.constantFrom(...values.prompt), fc.array(fc.oneof(...parts), { maxLength: 6 }))
  .map(([prompt, parts]) => Object.assign({ prompt }, ...parts))
  .map(({ prompt, ...others }) => fit({ ...others, prompt: prompt ?? "a" }));
const pairs = fc.tuple(base, fc.array(fc.oneof(...parts), { maxLength: 2 })).map(([body, changes]) => {
  const changed = Object.assign({}, body, ...changes);
  return [body, fit({ ...changed, prompt: changed.prompt ?? body.prompt })] as const;
});

/** The spec has no `best_of` below `n`, and none in a stream. */
function fit(body: Body): Body {
  const { best_of: bestOf, ...others } = body;
  const isFit = typeof bestOf === "number" && bestOf >= Number(body.n ?? 1) && body.stream !== true;
  return isFit ? body : others;
}

/** Writes a body in a single form. */
function normalize(body: Body): unknown {
  const given = Object.entries(body).filter(([name, value]) => value !== null && !ignored.includes(name));
  const {
    prompt,
    stop,
    n,
    best_of = n,
    ...others
  }: Record<string, unknown> = {
    ...applyCreateCompletionRequestDefaults({ prompt: "" }),
    suffix: "",
    logit_bias: {},
    stop: [],
    ...Object.fromEntries(given),
  };
  const prompts = Array.isArray(prompt) && typeof prompt[0] !== "number" ? prompt : [prompt];
  for (const name of ignored) delete others[name];
  return { ...others, n, best_of, prompts, stop: [stop].flat() };
}

test("requests have the same key exactly if they ask for the same completion", () => {
  let equal = 0;
  fc.assert(
    fc.property(pairs, ([one, other]) => {
      const isEqual = isDeepStrictEqual(normalize(one), normalize(other));
      equal += Number(isEqual);
      expect(keyOf(JSON.stringify(one)) === keyOf(JSON.stringify(other))).toBe(isEqual);
    }),
    { numRuns: 1_000 },
  );
  expect(equal).toBeGreaterThan(50);
});

test("both faces write the same request with the same key", () => {
  const body = JSON.stringify({ prompt: "a", max_tokens: 4, temperature: 0, stop: "b", logprobs: 1 });
  expect(keyOf(body, completionsFace)).toBe(keyOf(body, openAIFace));
});

test.each([
  ["another text", '{"top_k":1}', '{"top_k":2}'],
  ["other digits", '{"top_k":1}', '{"top_k":1.0}'],
  ["numbers beyond what doubles can hold", '{"x":9007199254740993}', '{"x":9007199254740992}'],
  ["white space within a list", '{"x":[1,2]}', '{"x":[1, 2]}'],
  ["a text that looks like a list", '{"x":[1]}', '{"x":"[1]"}'],
  ["another name", '{"x":1}', '{"y":1}'],
  ["null and nothing", '{"x":null}', "{}"],
  ["values that are swapped", '{"x":1,"y":2}', '{"x":2,"y":1}'],
])("extra parameters count by their exact text: %s", (_, one, other) => {
  const write = (extra: string) => keyOf(`{"prompt":"a",${extra.slice(1)}`.replace(",}", "}"));
  expect(write(one)).not.toBe(write(other));
});

test.each([
  ["their order does not", '{"x":1,"y":[2]}', '{"y":[2],"x":1}'],
  ["those that are never sent do not", '{"x":1,"n_predict":5}', '{"x":1,"n_predict":6}'],
])("extra parameters count, but %s", (_, one, other) => {
  const write = (extra: string) => keyOf(`{"prompt":"a",${extra.slice(1)}`);
  expect(write(one)).toBe(write(other));
});

test("the caller, the deployment, its model and servers, and whether other properties are wanted change the key", () => {
  const request = read('{"prompt":"a"}');
  const keys = [
    createKey(request, context),
    createKey({ ...request, caller: { name: "other" } }, context),
    createKey({ ...request, passesProperties: true }, context),
    createKey(request, { ...context, deployment: "other" }),
    createKey(request, { ...context, model: "other" }),
    createKey(request, { ...context, servers: { urls: ["http://two/v1"] } }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test("what is known of a request besides its parameters does not change the key", () => {
  const request = read('{"prompt":"a"}');
  const more = {
    promptTokens: 9,
    record: new RequestRecord("1", "POST"),
    trace: { "x-request-id": "1" },
    cacheControl: { noCache: true },
    user: "u",
  };
  const weighted = { ...caller, weight: 3 };
  expect(createKey({ ...request, ...more, caller: weighted, stream: true }, context)).toBe(
    createKey(request, context),
  );
});
