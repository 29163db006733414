import type { CaseRequest } from "@completions-api/contract";
import fc from "fast-check";

/** Names of deployments; `secret` exists, but not for this caller. */
const deploymentNames = ["small", "other", "secret", "nowhere"] as const;

/** The filter's terms. The model often writes some of them, so completions are cut, too. */
export const terms: readonly string[] = ["whale", "the ship", "über", "禁"];

/** The context length of each deployment. It also keeps completions short. */
export const contextLength = 64;

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
  fc.string({ unit: "binary", maxLength: 30 }),
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
const extras = ["model", "best_of", "n", "suffix", "__proto__", "constructor", "stream_options"];

/** Only the engine knows its vocabulary, so prompts with large token numbers have no predictable outcome. */
const hasUnknownToken = (body: unknown): boolean => /"prompt":\[\[?[^"]*\d{4}/.test(JSON.stringify(body));

const body: fc.Arbitrary<unknown> = fc
  .oneof(
    { weight: 12, arbitrary: good },
    {
      weight: 6,
      arbitrary: fc
        .tuple(good, fc.constantFrom(...names, ...extras), suspect)
        .map(([request, name, value]) => Object.fromEntries([...Object.entries(request), [name, value]])),
    },
    { weight: 1, arbitrary: fc.jsonValue() },
  )
  .filter((body) => !hasUnknownToken(body));

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

const headers = fc
  .record({
    authorization: unusual<string | null>(fc.constant(null), oddities, fc.constant("Bearer another-token")),
    "content-type": unusual<string | null>(oddities, fc.constant("application/json; charset=utf-8")),
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
  })
  .map((record) =>
    Object.fromEntries(
      Object.entries(record).filter((header): header is [string, string | null] => header[1] !== undefined),
    ),
  );

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

/** Generates requests for completions: most are valid, many have one mistake, some have several. */
export const requests: fc.Arbitrary<CaseRequest> = fc.record({ body, headers, query });
