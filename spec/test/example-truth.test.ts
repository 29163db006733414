import { describe, expect, test } from "vitest";
import { bundle } from "./bundle.ts";
import { type Pair, pairs } from "./pairs.ts";

type Choice = { index: number; text: string; finish_reason: string | null };
type Usage = { prompt_tokens: number; completion_tokens: number; total_tokens: number };
type Completion = { choices: Choice[]; usage: Usage };

/** Returns the completion of a pair, assembled from its events if it is a stream. */
function completionOf({ mediaType, response }: Pair): Completion {
  if (mediaType === "application/json") return response as Completion;
  const events = [...String(response).matchAll(/^data: (\{.*)$/gm)].map(
    ([, data = ""]) => JSON.parse(data) as Completion,
  );
  const choices: Choice[] = [];
  for (const { index, text, finish_reason } of events.flatMap((event) => event.choices)) {
    choices[index] = { index, text: (choices[index]?.text ?? "") + text, finish_reason };
  }
  return { choices, usage: events.at(-1)?.usage as Usage };
}

describe.each(pairs.filter(({ status }) => status === "200"))("the completion $name", (pair) => {
  const { request } = pair;
  const { choices, usage } = completionOf(pair);

  test("has one choice per prompt, in the order of the prompts", () => {
    const isOne = typeof request.prompt === "string" || (request.prompt as unknown[]).every(Number.isInteger);
    const count = isOne ? 1 : (request.prompt as unknown[]).length;
    expect(choices.map(({ index }) => index)).toEqual([...Array(count).keys()]);
  });

  test("counts its tokens correctly", () => {
    const tokens = ([request.prompt].flat(2) as unknown[]).filter(Number.isInteger).length;
    if (tokens > 0) expect(usage.prompt_tokens).toBe(tokens);
    expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
    const limit = (request.max_tokens ?? 256) * choices.length;
    expect(usage.completion_tokens).toBeLessThanOrEqual(limit);
    const areCut = choices.every(({ finish_reason }) => finish_reason === "length");
    expect(usage.completion_tokens === limit).toBe(areCut);
  });

  test("contains no stop sequence", () => {
    const stops = [request.stop ?? []].flat();
    expect(choices.filter(({ text }) => stops.some((stop) => text.includes(stop)))).toEqual([]);
  });
});

describe.each(pairs.filter(({ status }) => status !== "200"))(
  "the error $name",
  ({ status, request, response }) => {
    const error = response as {
      status: number;
      code?: string;
      param?: string;
      detail?: { loc: string[]; value: string };
    };

    test("has the status of its code", () => {
      const statuses = bundle.components.schemas.ErrorCode?.["x-statuses"] ?? {};
      if (error.code) expect(error.status).toBe(statuses[error.code]);
      if (status !== "default") expect(String(error.status)).toBe(status);
    });

    test("names a parameter that the request has", () => {
      expect([...Object.keys(request), undefined]).toContain(error.param);
    });

    test("shows the refused value", () => {
      if (!error.detail) return expect(status).not.toBe("422");
      const { loc, value } = error.detail;
      expect(loc[0]).toBe("body");
      const found = loc
        .slice(1)
        .reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], request);
      expect(value).toBe(JSON.stringify(found));
    });
  },
);
