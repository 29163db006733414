import type { CaseRequest } from "@completions-api/contract";
import fc from "fast-check";
import type { FaceName } from "../../src/server/routes.ts";
import { anyText } from "../support/any-text.ts";

/** Names of deployments; `secret` exists, but not for this caller. */
const deploymentNames = ["small", "other", "secret", "nowhere"] as const;

/** The filter's terms. The model often writes some of them, so completions are cut, too. */
export const terms: readonly string[] = ["whale", "the ship", "über", "禁"];

/** The context length of each deployment. It also keeps completions short. */
export const contextLength = 64;

/** The parameters that the deployment `other` supports. */
export const supportedByOther: readonly string[] = [
  "max_tokens",
  "temperature",
  "top_p",
  "frequency_penalty",
  "stop",
  "stream",
];

const words = fc.constantFrom(
  "Call me",
  " the",
  " ship",
  " whale",
  " ÜBER",
  "禁",
  " a",
  "\n",
  "😀",
  "\ud83d",
  "\u0301",
  "",
);
const text = fc.oneof(
  fc.array(words, { maxLength: 6 }).map((parts) => parts.join("")),
  anyText({ maxLength: 30 }),
);
const tokens = fc.array(fc.nat({ max: 200 }), { minLength: 1, maxLength: 20 });
const few = { minLength: 1, maxLength: 3 };

const good = fc.record(
  {
    prompt: fc.oneof(text, fc.array(text, few), tokens, fc.array(tokens, few)),
    max_tokens: fc.integer({ min: 1, max: 24 }),
    temperature: fc.constantFrom(0, 0.5, 1, 2),
    top_p: fc.constantFrom(0, 0.1, 1),
    frequency_penalty: fc.constantFrom(-2, 0, 2),
    presence_penalty: fc.constantFrom(-2, 0, 2),
    seed: fc.maxSafeInteger(),
    stop: fc.oneof(
      fc.constantFrom(" ", "e", "the", "."),
      fc.array(fc.string({ minLength: 1 }), { maxLength: 4 }),
    ),
    stream: fc.boolean(),
  },
  { requiredKeys: ["prompt", "max_tokens"] },
);

/** The parameters that only OpenAI's clients have. */
const openaiOnly = fc.record(
  {
    n: fc.integer({ min: 1, max: 3 }),
    best_of: fc.integer({ min: 1, max: 4 }),
    echo: fc.boolean(),
    logprobs: fc.nat({ max: 5 }),
    logit_bias: fc.dictionary(fc.nat({ max: 50_000 }).map(String), fc.constantFrom(-100, -1, 1, 100)),
    suffix: text,
    user: fc.string(),
    stream_options: fc.record({ include_usage: fc.boolean() }, { requiredKeys: [] }),
    model: fc.constantFrom("moby-dick", "small", "other", "secret", "nowhere"),
  },
  { requiredKeys: [] },
);

/** Values just inside or outside a bound, or of another type. */
const suspect = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -2.1,
    -1,
    0,
    0.5,
    2.1,
    1e21,
    2 ** 53,
    "",
    "a",
    "x".repeat(300),
    [],
    [[]],
    {},
  ),
  fc.constantFrom<unknown>([1, "a"], [[1], 1], [1.5], [-1], [[-1]], [null], ["a", "b", "c", "d", "e"], [""]),
  fc.jsonValue({ maxDepth: 3 }),
);
const names = ["prompt", "max_tokens", "temperature", "top_p", "seed", "stop", "stream"];
const extras = ["model", "best_of", "n", "suffix", "logprobs", "echo", "logit_bias", "top_k"];
const oddNames = ["__proto__", "constructor", "stream_options"];

/** Only the engine knows its vocabulary, so prompts with large token numbers have no predictable outcome. */
const hasUnknownToken = (body: unknown): boolean => /"prompt":\[\[?[^"]*\d{4}/.test(JSON.stringify(body));

/** Generates bodies: most of them good, many with one suspect value. */
function bodies(good: fc.Arbitrary<object>): fc.Arbitrary<unknown> {
  const spoiled = fc
    .tuple(good, fc.constantFrom(...names, ...extras, ...oddNames), suspect)
    .map(([request, name, value]) => Object.fromEntries([...Object.entries(request), [name, value]]));
  return fc
    .oneof(
      { weight: 12, arbitrary: good },
      { weight: 6, arbitrary: spoiled },
      { weight: 1, arbitrary: fc.jsonValue() },
    )
    .filter((body) => !hasUnknownToken(body));
}

const oddities = fc.constantFrom(
  "",
  "bearer",
  "Bearer a b",
  "Bearer: x",
  "é",
  "error, error",
  "text/plain",
  "application/json;charset=latin1",
);
/** Generates the usual value, undefined, most of the time. */
const unusual = <Value>(...others: readonly fc.Arbitrary<Value>[]): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 8 * others.length, arbitrary: fc.constant(undefined) }, ...others);

const sharedHeaders = {
  authorization: unusual<string | null>(fc.constant(null), oddities, fc.constant("Bearer another-token")),
  "content-type": unusual<string | null>(oddities, fc.constant("application/json; charset=utf-8")),
};

function headersOf(
  record: Readonly<Record<string, fc.Arbitrary<string | null | undefined>>>,
): fc.Arbitrary<Record<string, string | null>> {
  return fc
    .record(record)
    .map((values) =>
      Object.fromEntries(
        Object.entries(values).filter((header): header is [string, string | null] => header[1] !== undefined),
      ),
    );
}

const headers = headersOf({
  ...sharedHeaders,
  "extra-parameters": fc.constantFrom(undefined, "error", "ignore", "drop", "pass-through", "maybe"),
  "azureml-model-deployment": fc.constantFrom(undefined, undefined, ...deploymentNames),
  traceparent: unusual<string>(
    oddities,
    fc.constant("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
  ),
  "x-request-id": unusual<string>(
    oddities,
    fc.string({ unit: "grapheme-ascii", maxLength: 200 }).map((id) => id.trim()),
  ),
});

const query = fc.oneof(
  { weight: 12, arbitrary: fc.constant("api-version=2024-04-01-preview") },
  fc.constantFrom(
    "",
    "api-version=",
    "api-version=2024-04-01&api-version=2024-04-01",
    "a=%ff&api-version=2024-04-01",
    "api-version=soon",
  ),
);

/** Generates requests for completions to each face: most are valid, many have one mistake, some have several. */
export const requests: Readonly<Record<FaceName, fc.Arbitrary<CaseRequest>>> = {
  completions: fc.record({ body: bodies(good), headers, query }),
  openai: fc.record({
    body: bodies(fc.tuple(good, openaiOnly).map(([shared, own]) => ({ ...shared, ...own }))),
    headers: headersOf(sharedHeaders),
  }),
};
