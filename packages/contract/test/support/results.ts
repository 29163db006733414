import type { CaseResult, FoundCapability, RecordedExchange, RunResult } from "../../src/index.ts";

/** Texts that harm a reader which takes them for its own: a terminal, a runner, XML, HTML, Markdown. */
export const hostileText: string =
  "\u001B[2J\u001B]0;whale\u0007\r\n::error::whale\n##[error]whale\u0000\uFFFE\uD800 ]]> --> & <script>alert(1)</script> " +
  "\u202Ewhale\u2066\u200B\u2028 | `whale` ``` \n# whale\n@whale #1 [a](javascript:b) ![c](https://example.com/d) 100 % \u0085'\"";

/** An exchange about a completion that is not streamed. */
export function createExchange(
  body: string,
  status = 200,
  headers: readonly (readonly [string, string])[] = [["content-type", "application/json"]],
): RecordedExchange {
  return {
    startedAt: 1_700_000_000_000,
    request: {
      method: "POST",
      url: "http://127.0.0.1:4010/completions?api-version=2024-04-01-preview",
      headers: [
        ["content-type", "application/json"],
        ["authorization", "Bearer ***"],
      ],
      body: JSON.stringify({ prompt: "it's" }),
    },
    response: { status, headers, pieces: [{ at: 12, text: body }] },
    headAt: 10,
    durationMs: 12,
  };
}

/** A case of each outcome, whose server sends a text wherever it can. */
export function createResults(text: string): readonly CaseResult[] {
  const facts = { level: "must", exchanges: [createExchange(text, 500)], durationMs: 1234.5 } as const;
  const failure = { expected: `status 200 ${text}`, actual: text, exchange: 0 };
  return [
    { ...facts, id: "usage", title: "`usage` counts the tokens", outcome: "passed" },
    {
      ...facts,
      id: "text-prompt",
      title: "A string is one prompt",
      outcome: "failed",
      reason: text,
      failure,
    },
    {
      ...facts,
      ...{
        id: "token-missing",
        title: "A missing token gets a 401",
        outcome: "failed",
        reason: `timed out ${text}`,
      },
      exchanges: [],
    },
    {
      ...facts,
      ...{ id: "seed-repeats", title: "The same seed gives the same text", outcome: "flipped", reason: text },
      ...{ failure, runs: 3, failures: 1 },
    },
    {
      ...facts,
      ...{ id: "stream-comments", title: "Comments mean nothing", level: "should", outcome: "warned" },
      ...{ reason: text, failure },
    },
    { ...facts, id: "logprobs-shape", title: "Shape", outcome: "not-applicable", reason: `lacks ${text}` },
    { ...facts, id: "best-of-bounds", title: "Bounds", outcome: "not-applicable", reason: `lacks ${text}` },
    { ...facts, id: "max-tokens-bound", title: "Bound", outcome: "inconclusive", reason: text },
  ];
}

/** A run of {@link createResults}. */
export function createRun(text: string, results: readonly CaseResult[] = createResults(text)): RunResult {
  const capabilities: readonly FoundCapability[] = [
    { capability: "greedy-repeats", found: true, evidence: `the same text twice: ${text}` },
    { capability: "logprobs", found: false, evidence: text },
    { capability: "fingerprint", found: undefined, evidence: text },
  ];
  return {
    target: { url: "http://127.0.0.1:4010", face: "completions", model: text },
    version: "1.2.3",
    startedAt: 1_700_000_000_000,
    durationMs: 4321.5,
    capabilities,
    warnings: [{ id: "same-text", message: `every text is ${text}` }],
    results,
  };
}
