import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DialectName, dialects } from "../../src/backends/openai/dialects.ts";
import { isOverriding } from "../../src/is-overriding.ts";
import { startConfiguredGateway, startGatewayInFront } from "../contract/gateway-in-front.ts";
import { ScriptedUpstream } from "../support/scripted-upstream.ts";
import { ask } from "../support/start-gateway.ts";
import { healthy } from "../support/upstream-scripts.ts";
import { upstreamModel } from "../upstreams/start-upstream.ts";

const names = Object.keys(dialects) as DialectName[];
const passThrough = { headers: { "extra-parameters": "pass-through" } };

/** Starts a gateway in front of a server that accepts everything. */
async function start(engine: DialectName, more: object = {}) {
  const upstream = await ScriptedUpstream.start(healthy);
  const gateway = await startGatewayInFront(engine, upstream.url, more);
  return {
    url: gateway.url,
    requests: upstream.requests,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

/** Parameters of engines' completions APIs that cost or harm, by the reason. */
const harmful: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "a longer generation": {
    min_tokens: 4000,
    ignore_eos: true,
    n_predict: -1,
    max_new_tokens: 1e6,
    n_keep: -1,
  },
  "an advantage over other requests": {
    priority: -9,
    request_id: "a",
    rid: "a",
    session_id: "a",
    id_slot: 0,
  },
  "work or memory of the server": {
    guided_regex: "(a+)+$",
    grammar: "root ::= root",
    json_schema: {},
    response_format: { type: "json_object" },
    structured_outputs: { regex: "a" },
    repeat_last_n: 2 ** 31 - 1,
    dry_penalty_last_n: 2 ** 31 - 1,
    bad_words: ["a"],
    cache_prompt: false,
    use_beam_search: true,
    allowed_token_ids: [1],
  },
  "a longer response": {
    prompt_logprobs: 20,
    n_probs: 100_000,
    return_hidden_states: true,
    return_token_ids: true,
    verbose: true,
  },
  "text that nobody has checked": {
    prompt_embeds: "AAAA",
    input_ids: [1],
    chat_template: "{{a}}",
    system: "a",
  },
  "code, files and other servers": {
    custom_logit_processor: "80049503",
    logits_processors: ["os.system"],
    api_base: "http://169.254.169.254",
    lora_path: "/tmp/a",
    lora: [{ id: 0, scale: 9 }],
    kv_transfer_params: { do_remote_prefill: true },
    bootstrap_host: "a",
    extra_body: {},
    vllm_xargs: {},
  },
};

describe("extra parameters that cost or harm do not pass by default", () => {
  const cases = names.flatMap((name) => Object.keys(harmful).map((reason) => [name, reason] as const));

  test.each(cases)("to %s: %s", async (name, reason) => {
    await using server = await start(name);
    for (const [parameter, value] of Object.entries(harmful[reason] ?? {})) {
      const response = await ask(server, { prompt: "Hi", top_k: 1, [parameter]: value }, passThrough);
      const loc = name === "tgi" || name === "ollama" ? ["body", "top_k"] : ["body", parameter];
      expect(await response.json()).toMatchObject({
        status: 422,
        code: "parameter_not_supported",
        error: expect.stringMatching(/is not among the extra parameters that this deployment accepts$/),
        message: expect.stringContaining("`extraParameters`"),
        detail: { loc, value: expect.anything() },
      });
    }
    expect(server.requests).toEqual([]);
  });
});

test.each(names)("those of %s that do no harm pass by default", async (name) => {
  await using server = await start(name);
  const extra = Object.fromEntries([...dialects[name].extraParameters].map((parameter) => [parameter, 1]));
  expect((await ask(server, { prompt: "Hi", ...extra }, passThrough)).status).toBe(200);
  expect(server.requests[0]?.body).toMatchObject(extra);
});

test("the documentation lists them", () => {
  const page = readFileSync(new URL("../../docs/requests-to-engines.md", import.meta.url), "utf8");
  const table = /<!-- extra-parameters -->(.*?)<!-- end -->/s.exec(page)?.[1] ?? "";
  const rows = [...table.matchAll(/^\| (`.*?) +\| (.*?) *\|$/gm)].flatMap(([, engines = "", list = ""]) =>
    engines.split(", ").map((engine) => [engine.replaceAll("`", ""), list] as const),
  );
  const expected = names.map((name) => {
    const list = [...dialects[name].extraParameters].map((parameter) => `\`${parameter}\``).join(", ");
    return [name, list || "none"];
  });
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(expected));
});

test("a list of the deployment replaces that of its engine", async () => {
  await using server = await start("vllm", { extraParameters: ["cache_salt"] });
  const send = async (extra: object) => (await ask(server, { prompt: "Hi", ...extra }, passThrough)).status;
  expect(await send({ cache_salt: "a" })).toBe(200);
  expect(server.requests[0]?.body).toMatchObject({ cache_salt: "a" });
  expect(await send({ top_k: 1 })).toBe(422);
  expect(await send({ cache_salt: "a", priority: 1 })).toBe(422);
  expect(server.requests).toHaveLength(1);
});

test("an empty list lets none pass, and ignored ones do not matter", async () => {
  await using server = await start("vllm", { extraParameters: [] });
  expect((await ask(server, { prompt: "Hi", top_k: 1 }, passThrough)).status).toBe(422);
  const ignored = { headers: { "extra-parameters": "ignore" } };
  expect((await ask(server, { prompt: "Hi", priority: 1 }, ignored)).status).toBe(200);
  expect(server.requests[0]?.body).not.toHaveProperty("priority");
});

test("best_of passes only if it is listed, or asks for one", async () => {
  const error = {
    status: 422,
    code: "parameter_not_supported",
    detail: { loc: ["body", "best_of"], value: "9" },
  };
  for (const engine of ["openai", "azure"] as const) {
    await using server = await start(engine);
    const send = (extra: object) => ask(server, { prompt: "Hi", ...extra }, passThrough);
    expect(await (await send({ best_of: 9 })).json()).toMatchObject(error);
    expect(server.requests).toEqual([]);
    expect((await send({ best_of: 1, logprobs: null, echo: false })).status).toBe(200);
    // It is a parameter of OpenAI's API, which `parameters` can exclude.
    const openai = await ask(server, { prompt: "Hi", best_of: 9 }, {}, "/v1/completions");
    expect([openai.status, server.requests.at(-1)?.body.best_of]).toEqual([200, 9]);
  }
  await using server = await start("openai", { extraParameters: ["best_of"] });
  expect((await ask(server, { prompt: "Hi", best_of: 9 }, passThrough)).status).toBe(200);
  expect(server.requests[0]?.body).toMatchObject({ best_of: 9 });
});

const overriding = {
  n_predict: 9,
  Max_Tokens: 9,
  maxTokens: 9,
  "max-new-tokens": 9,
  ſtream: true,
  SUFFIX: "a",
  prompt_embeds: "AAAA",
  options: { num_predict: 9 },
  stream_options: { include_usage: false },
};

test("with *, everything passes but what could override a parameter that the gateway sets", async () => {
  await using server = await start("vllm", { extraParameters: ["*"] });
  const response = await ask(
    server,
    { prompt: "Hi", priority: 1, model: "other", ...overriding },
    passThrough,
  );
  expect(response.status).toBe(200);
  const body = server.requests[0]?.body ?? {};
  expect(body).toMatchObject({ priority: 1, model: upstreamModel, max_tokens: 256 });
  expect(Object.keys(body).filter((name) => name in overriding && name !== "stream_options")).toEqual([]);
});

test("what OpenAI's clients always send is no obstacle", async () => {
  await using server = await start("ollama");
  const extra = { model: "other", stream_options: { include_usage: true } };
  const response = await ask(server, { prompt: "Hi", stream: true, ...extra }, passThrough);
  expect(response.status).toBe(200);
  expect(server.requests[0]?.body).toMatchObject({ model: upstreamModel });
});

test("OpenAI's clients get the error of their API", async () => {
  await using upstream = await ScriptedUpstream.start(healthy);
  await using gateway = await startConfiguredGateway({
    deployments: { default: { engine: "vllm", urls: [upstream.url], model: upstreamModel } },
    compatibility: { extraParameters: "pass-through" },
  });
  const send = (extra: object) => ask(gateway, { prompt: "Hi", ...extra }, {}, "/v1/completions");
  expect(await (await send({ top_k: 1, guided_regex: "a" })).json()).toMatchObject({
    error: { code: "unsupported_parameter", param: "guided_regex" },
  });
  expect((await send({ top_k: 1 })).status).toBe(200);
  expect(upstream.requests).toHaveLength(1);
});

test("any spelling of an overriding name is recognized", () => {
  const words = fc.constantFrom("max_tokens", "n_predict", "prompt", "prompt_embeds", "stop", "extra_body");
  const spelling = fc.func(fc.constantFrom("upper", "lower", "dash", "wide"));
  fc.assert(
    fc.property(words, spelling, (word, spell) => {
      const spelled = Array.from(word, (letter, index) => {
        const way = spell(index);
        if (letter === "_") return way === "dash" ? "-" : way === "wide" ? "" : "_";
        if (way === "wide") return String.fromCodePoint(0xff41 + letter.charCodeAt(0) - 0x61);
        return way === "upper" ? letter.toUpperCase() : letter;
      }).join("");
      expect(isOverriding(spelled)).toBe(true);
    }),
  );
  for (const { extraParameters } of Object.values(dialects))
    expect([...extraParameters].filter(isOverriding)).toEqual([]);
});
