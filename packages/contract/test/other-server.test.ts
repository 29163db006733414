import { startMock } from "@completions-api/mock";
import { encodeEvent } from "@completions-api/protocol";
import { expect, test } from "vitest";
import { isStream } from "../mutants/src/proxy/alter-json.ts";
import type { Alteration } from "../mutants/src/proxy/alteration.ts";
import { startProxy } from "../mutants/src/proxy/altering-proxy.ts";
import { otherEngine } from "./support/other-engine.ts";
import { baseUrlOf, collectResults } from "./support/run-cases.ts";

// A case must not require more than the contract does, such as habits of our mock. This server keeps the contract with
// another model and another wire format of its events and JSON.

const otherHabits: Alteration = {
  response: (response) =>
    isStream(response)
      ? {
          ...response,
          headers: { "content-type": "text/event-stream" },
          body: `\uFEFF${writeEvents(response.body)}`,
        }
      : {
          ...response,
          headers: { ...response.headers, "content-type": "application/json; charset=UTF-8" },
          body: JSON.stringify(JSON.parse(response.body), null, 2),
        },
};

/** Rewrites a stream with CRLF, comments, no space after the colon, and the usage in an event without choices. */
function writeEvents(text: string): string {
  const usageApart = text.replace(/(?<=^data: )\{.*"usage":\{[^\n]*/m, (data) => {
    const { usage, ...chunk } = JSON.parse(data);
    if (chunk.choices.length === 0) return data;
    return `${JSON.stringify(chunk)}\n\n${encodeEvent({ ...chunk, choices: [], usage }).trimEnd()}`;
  });
  return usageApart.replaceAll("data: ", ": keep-alive\n\ndata:").replaceAll("\n", "\r\n");
}

// Its texts end by themselves, some of them early, and it has no token of " the".
test.each([
  [
    "completions",
    [
      "usage-counts-no-characters",
      "request-ids-differ",
      "max-tokens-default",
      "end-token-is-no-text",
      "leading-space-is-kept",
      "stop-inside-token",
    ],
  ],
  [
    "openai",
    [
      "usage-counts-no-characters",
      "request-ids-differ",
      ...["logit-bias-excludes", "echoed-text-is-scored-alike", "end-token-is-no-text"],
      ...["leading-space-is-kept", "stop-inside-token"],
    ],
  ],
] as const)(
  "another server passes every case of the face %s that its texts decide",
  async (face, inconclusive) => {
    await using mock = await startMock({ port: 0, engine: otherEngine, deployments: ["blue", "green"] });
    await using proxy = await startProxy(mock.url);
    proxy.alteration = otherHabits;
    const target = {
      baseUrl: baseUrlOf(proxy.url, face),
      face,
      token: "s3cr3t-token",
      capabilities: [
        ...(["greedy-repeats", "seeds-repeat", "any-token"] as const),
        ...(["several-prompts", "token-prompts", "logprobs"] as const),
      ],
    };
    const results = await collectResults({ target });
    expect(results).not.toHaveLength(0);
    const kept = ["passed", "not-applicable"];
    const others = results.filter(({ outcome }) => !kept.includes(outcome));
    expect(others.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(
      inconclusive.map((id) => `${id} inconclusive`),
    );
  },
);
