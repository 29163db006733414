import { beforeAll, describe, expect, test, vi } from "vitest";
import { Turns } from "../../src/admission/turns.ts";
import type { RequestRecord } from "../../src/telemetry/request-record.ts";
import { generateOf, last } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";

const faces = { completions: "/completions?api-version=2024-04-01-preview", openai: "/v1/completions" };
const size = 2 ** 20;

/** Bodies of at most 1 MiB that would take many times their bytes, or a long time. */
const bodies = {
  "340,000 objects in an extra parameter": [repeat("{},", '{"prompt":"","x":[', "1]}"), 422, "x"],
  "260,000 lists in an extra parameter": [repeat("[1],", '{"prompt":"","x":[', "1]}"), 422, "x"],
  "340,000 prompts": [repeat('"",', '{"prompt":[', '""]}'), 422, "prompt"],
  "70,000 members": [`{"prompt":"","logit_bias":{${members(70_000)}}}`, 422, "logit_bias"],
  "70,000 parameters": [`{"prompt":"",${members(70_000)}}`, 422, undefined],
  "500,000 levels in an extra parameter": [
    `{"prompt":"","x":${"[".repeat(500_000)}${"]".repeat(500_000)}}`,
    422,
    "x",
  ],
  "500,000 levels in the prompt": [`{"prompt":${"[".repeat(500_000)}${"]".repeat(500_000)}}`, 422, "prompt"],
  "a million open lists": ["[".repeat(size), 400, undefined],
  "a text without an end": [`{"prompt":"${"a".repeat(size - 11)}`, 400, undefined],
} as const;

function repeat(part: string, start: string, end: string): string {
  return start + part.repeat(Math.floor((size - start.length - end.length) / part.length)) + end;
}

function members(count: number): string {
  return Array.from({ length: count }, (_, index) => `"${index}":1`).join();
}

describe.each(["completions", "openai"] as const)("%s", (face) => {
  let gateway: Awaited<ReturnType<typeof startTestGateway>>;
  beforeAll(async () => {
    gateway = await startTestGateway({
      deployment: deploymentOf(generateOf([last("a")])),
      extraParameters: "pass-through",
    });
    return () => gateway[Symbol.asyncDispose]();
  });

  test.each(Object.entries(bodies))("%s are refused", async (_, [body, status, name]) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const response = await fetch(gateway.url + faces[face], { method: "POST", headers, body });
    const answer = Object(await response.json());
    if (face === "completions") {
      expect(answer).toMatchObject({ status });
      if (status === 422) expect(answer.detail.loc).toEqual(name === undefined ? ["body"] : ["body", name]);
    } else {
      expect(answer.error).toMatchObject({ param: name ?? null });
      expect(response.status).toBe(400);
    }
  });
});

test("the body of a caller who left while it waited for its turn is not parsed", async () => {
  const turn = Promise.withResolvers<void>();
  const turns = new (class extends Turns {
    waits = 0;

    override enter(): Promise<void> {
      this.waits += 1;
      return turn.promise;
    }
  })();
  const records: Readonly<RequestRecord>[] = [];
  await using gateway = await startTestGateway({ turns, observe: (record) => records.push(record) });
  const caller = new AbortController();
  const left = ask(gateway, { prompt: 1 }, { signal: caller.signal });
  await vi.waitFor(() => expect(turns.waits).toBe(1));
  caller.abort();
  await expect(left).rejects.toThrow();
  const stays = ask(gateway, { prompt: 1 });
  await vi.waitFor(() => expect(turns.waits).toBe(2));
  turn.resolve();
  expect((await stays).status).toBe(422);
  await vi.waitFor(() => expect(records).toHaveLength(2));
  expect(records.map(({ left, errorCode }) => [left, errorCode])).toEqual([
    [true, undefined],
    [false, "invalid_parameter"],
  ]);
});
