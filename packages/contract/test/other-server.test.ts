import { startMock } from "@completions-api/mock";
import { encodeEvent } from "@completions-api/protocol";
import { expect, test } from "vitest";
import { type CaseResult, runContract } from "../src/index.ts";
import { isStream } from "./support/alter-json.ts";
import { type Alteration, startProxy } from "./support/altering-proxy.ts";
import { otherEngine } from "./support/other-engine.ts";

// A case must ask for no more than the contract: not for what only our mock does. So here is a server that keeps the
// contract, with another model behind it and other habits on the wire.

const otherHabits: Alteration = {
  answer: (answer) =>
    isStream(answer)
      ? {
          ...answer,
          headers: { "content-type": "text/event-stream" },
          body: `\uFEFF${writeEvents(answer.body)}`,
        }
      : {
          ...answer,
          headers: { ...answer.headers, "content-type": "application/json; charset=UTF-8" },
          body: JSON.stringify(JSON.parse(answer.body), null, 2),
        },
};

/** With CRLF, comments, no space after the colon, and the usage on an event without choices. */
function writeEvents(text: string): string {
  const usageApart = text.replace(/(?<=^data: )\{.*"usage":\{[^\n]*/m, (data) => {
    const { usage, ...chunk } = JSON.parse(data);
    return `${JSON.stringify(chunk)}\n\n${encodeEvent({ ...chunk, choices: [], usage }).trimEnd()}`;
  });
  return usageApart.replaceAll("data: ", ": keep-alive\n\ndata:").replaceAll("\n", "\r\n");
}

test("another server that keeps the contract fails no case", async () => {
  await using mock = await startMock({ port: 0, engine: otherEngine, deployments: ["blue", "green"] });
  await using proxy = await startProxy(mock.url);
  proxy.alteration = otherHabits;
  const failed: CaseResult[] = [];
  const target = {
    baseUrl: proxy.url,
    token: "s3cr3t-token",
    capabilities: ["deterministic", "any-token"],
  } as const;
  for await (const result of runContract({ target })) {
    if (result.outcome === "failed") failed.push(result);
  }
  expect(failed).toEqual([]);
});
