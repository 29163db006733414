import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createOpenAI } from "./node/openai.ts";
import { missingPython, runPython } from "./python-environment.ts";
import { servers } from "./servers.ts";
import { writeTiktokenCache } from "./tiktoken-cache.ts";

/** An entry of `python/tasks/sentences.json`. */
interface Sentence {
  readonly text: string;
  readonly continuations: readonly string[];
  /** The index of the right one. */
  readonly right: number;
}

/** The results of lm-eval for one server, from `python/evaluate.py`. */
interface Evaluation {
  readonly "next-words": {
    readonly score: { readonly "acc,none": number };
    /** The log probability of each continuation, and whether the model would write it at temperature 0. */
    readonly responses: readonly (readonly (readonly [number, boolean])[])[];
  };
  readonly "first-words": {
    readonly score: { readonly "exact_match,none": number };
    readonly responses: readonly (readonly string[])[];
  };
}

/** The same, from requests of our own. */
interface OwnScores {
  readonly logProbabilities: readonly (readonly number[])[];
  readonly texts: readonly string[];
}

const tasks = new URL("python/tasks/", import.meta.url);
const sentences: readonly Sentence[] = JSON.parse(await readFile(new URL("sentences.json", tasks), "utf8"));
let evaluations: Record<string, Evaluation>;
let own: OwnScores;

beforeAll(async () => {
  if (missingPython) return;
  await using gateway = await servers.gateway("davinci");
  await using mock = await servers.mock("davinci");
  await using folder = await mkdtempDisposable(join(tmpdir(), "lm-eval-"));
  await writeTiktokenCache(folder.path);
  const settings = { gateway: gateway.settings, mock: mock.settings };
  // Nothing comes from the web.
  const variables = { TIKTOKEN_CACHE_DIR: folder.path, HF_HOME: folder.path, HF_HUB_OFFLINE: "1" };
  // The program prints this, or the tests fail.
  evaluations = (await runPython("evaluate.py", settings, variables)) as typeof evaluations;
  own = await score(createOpenAI(gateway.settings));
}, 180_000);
beforeEach(({ skip }) => {
  if (missingPython) skip(missingPython);
});

/** Scores the sentences with OpenAI's client. */
async function score(client: ReturnType<typeof createOpenAI>): Promise<OwnScores> {
  const model = "davinci";
  const scored = await client.completions.create({
    model,
    prompt: sentences.flatMap(({ text, continuations }) => continuations.map((words) => text + words)),
    max_tokens: 0,
    echo: true,
    logprobs: 0,
  });
  const written = await client.completions.create({
    model,
    prompt: sentences.map(({ text }) => text),
    max_tokens: 8,
    temperature: 0,
    stop: [",", "."],
  });
  const sums = sentences.map(({ text, continuations }) =>
    scored.choices.splice(0, continuations.length).map(({ logprobs }) => {
      const { token_logprobs = [], text_offset = [] } = logprobs ?? {};
      return token_logprobs
        .filter((_, index) => (text_offset[index] ?? 0) >= text.length)
        .reduce((sum, value) => sum + value, 0);
    }),
  );
  return { logProbabilities: sums, texts: written.choices.map(({ text }) => text) };
}

/** Returns the share of sentences that have a property. */
function share(has: (sentence: Sentence, index: number) => boolean): number {
  return sentences.filter(has).length / sentences.length;
}

describe.each(["gateway", "mock"])("lm-eval, before the %s", (server) => {
  test("scores continuations as their log probabilities say", () => {
    const found = evaluations[server]?.["next-words"];
    const values = found?.responses.map((responses) => responses.map(([value]) => value));
    expect(values?.flat()).toEqual(own.logProbabilities.flat().map((value) => expect.closeTo(value, 6)));
    const accuracy = share(({ right }, index) => {
      const row = own.logProbabilities[index] ?? [];
      return row.indexOf(Math.max(...row)) === right;
    });
    expect(found?.score["acc,none"]).toBe(accuracy);
    // Some are wrong on purpose: a score that is always 1 would say nothing.
    expect(accuracy).toBe(0.8);
  });

  test("knows which continuations the model would write", () => {
    const likeliest = evaluations[server]?.["next-words"].responses.map((responses) =>
      responses.findIndex(([, isLikeliest]) => isLikeliest),
    );
    expect(likeliest).toEqual(
      sentences.map(({ continuations }, index) =>
        continuations.findIndex((words) => `${own.texts[index]},`.startsWith(words)),
      ),
    );
  });

  test("scores texts that the model writes", () => {
    const found = evaluations[server]?.["first-words"];
    expect(found?.responses.flat()).toEqual(own.texts);
    const matches = share(({ continuations, right }, index) => continuations[right] === own.texts[index]);
    expect(found?.score["exact_match,none"]).toBe(matches);
    expect(matches).toBe(0.6);
  });
});
