import { describe, expect, test } from "vitest";
import { azure, openai } from "./bundle.ts";
import { listPairs, type Pair } from "./pairs.ts";

type Logprobs = {
  tokens: string[];
  token_logprobs: (number | null)[];
  top_logprobs: (Record<string, number> | null)[];
  text_offset: number[];
};
type Choice = { index: number; text: string; finish_reason: string | null; logprobs?: Logprobs | null };
type Usage = { prompt_tokens: number; completion_tokens: number; total_tokens: number };
type Completion = { choices: Choice[]; usage: Usage };
type ApiError = {
  code?: string;
  type?: string;
  param?: string | null;
  detail?: { loc: string[]; value: string };
};

/** Returns the completion of a pair, assembled from its events if it is a stream. */
function completionOf({ mediaType, response }: Pair): Completion {
  if (mediaType === "application/json") return response as Completion;
  const events = [...String(response).matchAll(/^data: (\{.*)$/gm)].map(
    ([, data = ""]) => JSON.parse(data) as Completion,
  );
  const choices: Choice[] = [];
  for (const choice of events.flatMap((event) => event.choices)) {
    choices[choice.index] = { ...choice, text: (choices[choice.index]?.text ?? "") + choice.text };
  }
  return { choices, usage: events.at(-1)?.usage as Usage };
}

describe.each([
  { title: "the API's own face", face: azure },
  { title: "the face for OpenAI's clients", face: openai },
])("in $title", ({ face }) => {
  const { CreateCompletionRequest, ErrorCode } = face.bundle.components.schemas;
  const pairs = listPairs(face);

  describe.each(pairs.filter(({ status }) => status === "200"))("the completion $name", (pair) => {
    const { request } = pair;
    const { choices, usage } = completionOf(pair);

    test("has `n` choices per prompt, or one, in the order of the prompts", () => {
      const isOne =
        typeof request.prompt === "string" || (request.prompt as unknown[]).every(Number.isInteger);
      const prompts = isOne ? 1 : (request.prompt as unknown[]).length;
      expect(choices.map(({ index }) => index)).toEqual([...Array(prompts * (request.n ?? 1)).keys()]);
    });

    test("counts its tokens correctly", () => {
      const tokens = ([request.prompt].flat(2) as unknown[]).filter(Number.isInteger).length;
      if (tokens > 0) expect(usage.prompt_tokens).toBe(tokens);
      expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
      const standard = CreateCompletionRequest?.properties?.max_tokens?.default;
      const limit = (request.max_tokens ?? Number(standard)) * choices.length;
      expect(usage.completion_tokens).toBeLessThanOrEqual(limit);
      const areCut = choices.every(({ finish_reason }) => finish_reason === "length");
      expect(usage.completion_tokens === limit).toBe(areCut);
    });

    test("contains no stop sequence, and the prompt exactly if the request has `echo`", () => {
      const stops = [request.stop ?? []].flat();
      expect(choices.filter(({ text }) => stops.some((stop) => text.includes(stop)))).toEqual([]);
      const echoes = choices.filter(({ text }) => text.startsWith(String(request.prompt)));
      expect(echoes).toEqual(request.echo ? choices : []);
    });

    test("has log probabilities exactly if the request asks for them, and they fit the text", () => {
      const { logprobs: count, echo = false } = request;
      for (const { text, logprobs } of choices) {
        expect(Boolean(logprobs)).toBe(count !== undefined);
        if (!logprobs) continue;
        const { tokens, token_logprobs, top_logprobs, text_offset } = logprobs;
        expect(tokens.join("")).toBe(text);
        expect(text_offset).toEqual(tokens.map((_, index) => tokens.slice(0, index).join("").length));
        expect(token_logprobs.map((logprob) => logprob === null)).toEqual(
          tokens.map((_, index) => echo && index === 0),
        );
        for (const [index, top] of top_logprobs.entries()) {
          const own = token_logprobs[index];
          expect(top?.[String(tokens[index])] ?? null).toBe(own);
          expect(Object.keys(top ?? {}).length).toBeLessThanOrEqual(Number(count) + 1);
          const sum = Object.values(top ?? {}).reduce((total, logprob) => total + Math.exp(logprob), 0);
          expect(sum).toBeLessThanOrEqual(1);
        }
      }
    });
  });

  describe.each(pairs.filter(({ status }) => status !== "200"))("the error $name", (pair) => {
    const { status, request, response } = pair;
    const { error: wrapped, status: ownStatus } = response as { error: unknown; status?: number };
    const error = Object(typeof wrapped === "object" ? wrapped : response) as ApiError;

    test("has the status and the type of its code", () => {
      const expected = ErrorCode?.["x-statuses"]?.[error.code ?? ""] ?? ownStatus;
      if (ownStatus !== undefined) expect(ownStatus).toBe(expected);
      if (status !== "default") expect(String(expected)).toBe(status);
      const types = ErrorCode?.["x-types"];
      if (types) expect(error.type).toBe(types[error.code ?? ""] ?? "invalid_request_error");
    });

    test("names a parameter that the request has", () => {
      const [name] = (error.param ?? "").split("[");
      expect([...Object.keys(request), ""]).toContain(name);
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
  });
});
