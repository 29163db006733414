import { listFingerprints } from "../../src/approvals/fingerprint.ts";
import type { Change, Evidence } from "../../src/model/change.ts";
import type { Review, ReviewedChange } from "../../src/model/review.ts";

const file = "spec/components/schemas/CreateCompletionRequest.yaml";
const kept: Evidence = { effect: "kept", proof: "every value that was valid still is" };

/** A change that breaks nothing, to build others from. */
export const plainChange: Change = {
  rule: "response-property-added",
  pointer: "/paths/~1completions/post/responses/200/content/application~1json/schema/properties/latency",
  source: { file: "spec/components/schemas/Completion.yaml", line: 31 },
  direction: "response",
  effects: { wire: kept, types: kept },
  sentence: "`latency` is new in the response 200.",
  notes: [],
  base: undefined,
  head: { type: "number" },
  addsFeature: true,
};

const body = { model: "moby", prompt: "Call me", temperature: 1.01 };

const breaks: readonly Change[] = [
  {
    rule: "maximum-lowered",
    pointer:
      "/paths/~1completions/post/requestBody/content/application~1json/schema/properties/temperature/maximum",
    source: { file, line: 42 },
    direction: "request",
    effects: {
      wire: {
        effect: "broken",
        witness: {
          kind: "request",
          request: {
            method: "post",
            path: "/completions",
            query: { "api-version": "2024-05-01-preview" },
            headers: { authorization: "Bearer token", "content-type": "application/json" },
            body,
          },
          reason: "`temperature` must be at most 1",
          exchange: {
            curl: `curl -s 'http://localhost:8787/completions?api-version=2024-05-01-preview' -H 'Authorization: Bearer token' -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`,
            base: { status: 200, body: '{"id":"cmpl-1","object":"text_completion"}' },
            head: {
              status: 422,
              body: '{"error":{"code":"invalid_parameter","message":"temperature must be <= 1"}}',
            },
          },
        },
      },
      types: kept,
    },
    sentence: "`temperature` must now be at most `1`, not `2`.",
    notes: ["A caller under `pass-through` may already send more."],
    base: { type: "number", maximum: 2 },
    head: { type: "number", maximum: 1 },
    addsFeature: false,
  },
  {
    rule: "rule-reworded",
    pointer: "/paths/~1completions/post/x-rules/seed-repeats",
    source: { file: "spec/paths/completions.yaml", line: 88 },
    direction: "both",
    effects: { behaviour: { effect: "unknown", tried: "the words of a rule have no schema to compare" } },
    sentence: "The rule `seed-repeats` is worded differently.",
    notes: [],
    base: "The same seed gives the same text.",
    head: "The same seed mostly gives the same text.",
    addsFeature: false,
  },
  {
    rule: "response-property-removed",
    pointer: "/paths/~1completions/post/responses/200/content/application~1json/schema/properties/usage",
    source: { file: "spec/components/schemas/Completion.yaml", line: 12 },
    direction: "response",
    effects: {
      wire: { effect: "kept", proof: "`usage` was optional, so readers expect that it may be absent" },
      types: {
        effect: "broken",
        witness: {
          kind: "code",
          code: 'import type { Completion } from "@completions-api/types";\n\nexport const read = (completion: Completion) => completion.usage;',
          reason: "Property 'usage' does not exist on type 'Completion'.",
        },
      },
    },
    sentence: "The response 200 loses the optional `usage`.",
    notes: [],
    base: { type: "object" },
    head: undefined,
    addsFeature: false,
  },
  {
    rule: "event-enum-grown",
    pointer:
      "/paths/~1completions/post/responses/200/content/text~1event-stream/x-itemSchema/properties/finish_reason",
    source: { file: "spec/components/schemas/CompletionChunk.yaml", line: 20 },
    direction: "response",
    effects: {
      stream: {
        effect: "broken",
        witness: {
          kind: "event",
          data: { id: "cmpl-1", choices: [{ index: 0, text: "", finish_reason: "tool" }] },
          reason: '`finish_reason` must be one of `"stop"`, `"length"`',
        },
      },
    },
    sentence: '`finish_reason` of an event may now be `"tool"`.',
    notes: [],
    base: { enum: ["length", "stop"] },
    head: { enum: ["length", "stop", "tool"] },
    addsFeature: true,
  },
  {
    rule: "response-status-added",
    pointer: "/paths/~1completions/post/responses/503",
    source: { file: "spec/paths/completions.yaml", line: 140 },
    direction: "response",
    effects: {
      wire: {
        effect: "broken",
        witness: {
          kind: "response",
          status: 503,
          headers: { "retry-after": "1" },
          body: { error: { code: "overloaded", message: "Try again later." } },
          reason: "the base has no response 503",
        },
      },
    },
    sentence: "The response 503 is new.",
    notes: [],
    base: undefined,
    head: {},
    addsFeature: false,
  },
  {
    rule: "default-changed",
    pointer:
      "/paths/~1completions/post/requestBody/content/application~1json/schema/properties/temperature/default",
    source: { file, line: 45 },
    direction: "request",
    effects: {
      behaviour: {
        effect: "broken",
        witness: {
          kind: "meaning",
          request: {
            method: "post",
            path: "/completions",
            query: {},
            headers: {},
            body: { prompt: "Call me" },
          },
          base: "`temperature` is `1`",
          head: "`temperature` is `0.7`",
        },
      },
    },
    sentence: "The default of `temperature` is now `0.7`, not `1`.",
    notes: [],
    base: 1,
    head: 0.7,
    addsFeature: false,
  },
];

/** Returns a review with a number of changes: the first is approved if there are more than two. */
export function createReview(count: number): Review {
  const changes = Array.from({ length: count }, (_, index): Change => {
    const change = index % 2 === 0 ? breaks[(index / 2) % breaks.length] : breaks[index];
    const picked = index < breaks.length ? breaks[index] : index % 3 === 0 ? change : plainChange;
    return {
      ...(picked ?? plainChange),
      pointer: `${(picked ?? plainChange).pointer}${index < 7 ? "" : index}`,
    };
  });
  return withChanges(changes, { approveFirst: count > 2 });
}

/** Returns a breaking review of the given changes. */
export function withChanges(
  changes: readonly Change[],
  { approveFirst = false }: { approveFirst?: boolean } = {},
): Review {
  const fingerprints = listFingerprints(changes);
  const reviewed = changes.map((change, index): ReviewedChange => {
    const fingerprint = fingerprints[index] ?? "";
    const approval = { fingerprint, reason: "No client sends it.", who: "Ada", expires: "2030-01-31" };
    return { ...change, fingerprint, approval: approveFirst && index === 0 ? approval : undefined };
  });
  return {
    base: { revision: "main", file: "spec/openapi.yaml", version: "1.2.0" },
    head: { revision: "the work tree", file: "spec/openapi.yaml", version: "1.3.0" },
    verdict: "breaking",
    promises: { wire: "broken", stream: "kept", behaviour: "unknown", types: "kept" },
    semver: "major",
    versions: [
      { subject: "info.version", isEnough: true, sentence: "`info.version` goes from 1.2.0 to 2.0.0." },
      {
        subject: ".changeset/wide-owls-sing.md",
        isEnough: false,
        sentence:
          "`.changeset/wide-owls-sing.md` asks for a minor version of `@completions-api/spec`, and the change needs a major one.",
      },
    ],
    changes: reviewed,
    cosmetics: 3,
    notCompared: ["The spec has `webhooks`, which the review does not compare."],
    lint: {
      introduced: [
        {
          rule: "operation-4xx-response",
          severity: "warn",
          message: "Operation must have at least one `4XX` response.",
          source: { file: "spec/paths/completions.yaml", line: 3 },
        },
      ],
      existing: 7,
      score: { base: 92, head: 90 },
    },
    consumers: {
      declarations:
        "--- base/index.d.ts\n+++ head/index.d.ts\n@@ -1,3 +1,2 @@\n export interface Completion {\n-  usage?: Usage;\n }\n",
      apiReports: "",
      runs: [
        { tests: "client tests", testsOf: "base", against: "the mock of the head", passed: 210, failed: [] },
        {
          tests: "contract cases",
          testsOf: "base",
          against: "the mock of the head",
          passed: 71,
          failed: ["temperature-bounds", "seed-repeats"],
        },
      ],
    },
    approvals: {
      expired: [{ fingerprint: "0123456789ab", reason: "Old.", who: "Bob", expires: "2020-01-01" }],
      unmatched: [],
    },
    mayMerge: false,
  };
}
