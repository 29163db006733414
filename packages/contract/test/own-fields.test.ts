import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { startMock } from "@completions-api/mock";
import { startServer } from "@completions-api/testing";
import { expect, test } from "vitest";
import { suiteOf } from "../src/index.ts";
import { collectResults } from "./support/run-cases.ts";

// vLLM does both.
test("fields that only JSON has, and events without a usage, fail no case about something else", async () => {
  await using mock = await startMock({ port: 0 });
  await using server = await startServer(
    createServer(async (request, response) => {
      const url = new URL(request.url ?? "", mock.url);
      const headers = { authorization: "Bearer abcde12345", "content-type": "application/json" };
      const init = request.method === "POST" && { body: await buffer(request), method: "POST" };
      const answer = await fetch(url, { headers, ...init });
      const text = await answer.text();
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
      response.end(
        text.startsWith("data:")
          ? text.replaceAll(/,"usage":null/g, "")
          : text.replaceAll('"finish_reason"', '"prompt_token_ids":null,"finish_reason"'),
      );
    }),
  );
  const ids = [
    "max-tokens-default",
    "streamed-max-tokens-bound",
    "stream-equals-json",
    "streamed-logit-bias",
  ];
  const results = await collectResults({
    target: { baseUrl: `${server.url}/v1`, face: "openai", capabilities: ["greedy-repeats"] },
    cases: suiteOf("openai").filter(({ id }) => [...ids, "stream-usage-when-asked"].includes(id)),
  });
  const failed = results.filter(({ outcome }) => outcome !== "passed");
  expect(failed.map(({ id, outcome }) => [id, outcome])).toEqual([["stream-usage-when-asked", "failed"]]);
  expect(results).toHaveLength(5);
});
