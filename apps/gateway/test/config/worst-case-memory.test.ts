import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { parseYaml } from "@completions-api/command-line/yaml";
import { defaultLimits } from "@completions-api/http";
import { executeProgram, startServer } from "@completions-api/testing";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { checkSchema } from "../../src/config/check-schema.ts";
import { estimateWorstCase, explainExcess } from "../../src/config/worst-case-memory.ts";
import type { Config } from "../../src/generated/config.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import { ask } from "../support/start-gateway.ts";

const mega = 2 ** 20;
const cli = new URL("../../src/cli.ts", import.meta.url);
const kubernetes = new URL("../../deploy/kubernetes/base/", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, kubernetes), "utf8");

/** The configuration of the manifests, the flags of Node.js there, and the memory of the container in bytes. */
function readManifests(): { config: Config; nodeOptions: string[]; memory: number } {
  const checked = checkSchema(parseYaml(read("gateway.yaml")));
  if (!checked.valid) throw new Error("The configuration of the manifests is invalid.");
  const [container] = parse(read("deployment.yaml")).spec.template.spec.containers;
  const { value } = container.env.find(({ name }: { name: string }) => name === "NODE_OPTIONS");
  // Those of the image take precedence.
  const dockerfile = readFileSync(new URL("../../Dockerfile", kubernetes), "utf8");
  const [, entrypoint = ""] = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile) ?? [];
  const imageOptions = JSON.parse(entrypoint).filter((word: string) => word.startsWith("--"));
  return {
    config: checked.config,
    nodeOptions: [...value.split(" "), ...imageOptions],
    memory: Number.parseInt(container.resources.limits.memory, 10) * mega,
  };
}

const minimal: Pick<Config, "bodies" | "deployments" | "cache"> = {
  cache: { store: "memory", bytes: 64 * mega, maxAge: 1 },
  deployments: {
    small: {
      engine: "embedded",
      maxPrompts: 1,
      queue: 256,
      queueTimeout: 1,
      timeouts: { whole: 1 },
      cache: false,
    },
  },
};

test("the worst case grows with each bound", () => {
  const heap = 512 * mega;
  const base = estimateWorstCase(minimal, heap);
  const small = { ...minimal.deployments.small, concurrency: 10 };
  expect(estimateWorstCase({ ...minimal, bodies: { bytes: 64 * mega } }, heap) - base).toBe(5 * 32 * mega);
  const limited = estimateWorstCase({ deployments: { small } as Config["deployments"] }, heap);
  expect(limited).toBeGreaterThan(base);
  const shadowed = { small: { ...small, shadow: { deployment: "other", share: 1, concurrency: 1 } } };
  expect(estimateWorstCase({ deployments: shadowed as Config["deployments"] }, heap)).toBeGreaterThan(
    limited + 20 * mega,
  );
  const queued = { small: { ...small, queue: 10_000 } } as Config["deployments"];
  expect(estimateWorstCase({ deployments: queued }, heap)).toBeGreaterThan(limited);
});

test("explains what does not fit into the heap, or the heap into the container", () => {
  const unlimited = Number.POSITIVE_INFINITY;
  expect(explainExcess(minimal, 1, { heap: 512 * mega, inAll: unlimited })).toBeUndefined();
  expect(
    explainExcess({ ...minimal, bodies: { bytes: 200 * mega } }, 1, { heap: 512 * mega, inAll: unlimited }),
  ).toMatch(/needs a heap of 1\d{3} MiB, but a process may have 512 MiB/);
  expect(explainExcess(minimal, 1, { heap: 4096 * mega, inAll: 512 * mega })).toMatch(
    /^The heap may grow to 4096 MiB, but there are 512 MiB of memory/,
  );
  const two = { heap: 512 * mega, inAll: 1024 * mega };
  expect(explainExcess(minimal, 2, two)).toBeUndefined();
  const cached = { small: { ...minimal.deployments.small, cache: true } } as Config["deployments"];
  expect(explainExcess({ ...minimal, deployments: cached }, 2, two)).toMatch(
    /^The heaps of 2 workers and the cache of each may grow to 1152 MiB, but there are 1024 MiB of memory/,
  );
  expect(explainExcess(minimal, 3, two)).toMatch(
    /^The heaps of 3 workers may grow to 1536 MiB, but there are 1024 MiB of memory/,
  );
});

test.each(["apps/gateway/docs/limits.md", "apps/gateway/docs/operation.md", ".github/SECURITY.md"])(
  "%s states the most connections of a process",
  (path) => {
    const text = readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
    const stated = text.match(/[\d,]+(?= connections)|(?<=connections\W* \| )[\d,]+/gi) ?? [];
    expect([...new Set(stated)]).toEqual([defaultLimits.maxConnections.toLocaleString("en")]);
  },
);

test("--check warns of a configuration that needs more than the heap", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gateway-"));
  const file = join(folder, "gateway.yaml");
  await writeFile(file, "bodies: { bytes: 1000000000000 }\ndeployments: { small: { engine: embedded } }");
  const { stdout, code } = await executeProgram(cli, ["--check", "--config", file]);
  await rm(folder, { recursive: true });
  expect(stdout).toMatch(
    /is valid: 1 deployment\.\nWarning: In the worst case, this configuration needs a heap of \d+ MiB/,
  );
  expect(code).toBe(0);
});

test("the log warns once of such a configuration, whatever the number of workers", async () => {
  const bodies = { bytes: 1_000_000_000_000 };
  await using gateway = await GatewayProcess.start(
    { bodies, deployments: { small: { engine: "embedded" } } },
    { args: ["--workers", "2"] },
  );
  expect((await ask(gateway, { prompt: "Hi", max_tokens: 1 })).status).toBe(200);
  const { log } = await gateway.stop();
  expect(log.match(/In the worst case/g)).toHaveLength(1);
});

test("the manifests' numbers hold together", async () => {
  const { config, nodeOptions, memory } = readManifests();
  const { stdout } = await executeProgram(new URL("heap-limit.ts", import.meta.url), [], { nodeOptions });
  const heap = Number(stdout);
  expect(explainExcess(config, 1, { heap, inAll: memory })).toBeUndefined();
  // Buffers of bodies and the program itself are outside of the heap.
  expect(heap).toBeLessThanOrEqual(0.75 * memory);
});

test("a gateway with the manifests' numbers lives through more prompts of 1 MB than it can hold", async () => {
  const { config, nodeOptions } = readManifests();
  // Responds to small requests only.
  const server = createServer(async (request, response) => {
    const { max_tokens } = (await json(request)) as { max_tokens: number };
    if (max_tokens > 1) return;
    const choices = [{ index: 0, text: "Hello", finish_reason: "stop", logprobs: null }];
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({ id: "1", object: "text_completion", created: 1, model: "m", choices, usage }),
    );
  });
  await using engine = await startServer(server);
  const { concurrency, queue } = config.deployments.llama ?? {};
  const llama = { engine: "vllm", urls: [`${engine.url}/v1`], model: "m", concurrency, queue };
  await using gateway = await GatewayProcess.start({ deployments: { llama } }, { nodeOptions });
  const leaving = new AbortController();
  const statuses: number[] = [];
  const prompt = "x".repeat(1_000_000);
  for (let sent = 0; sent < 500; sent += 50) {
    const wave = Array.from({ length: 50 }, () =>
      ask(gateway, { prompt, max_tokens: 1000 }, { signal: leaving.signal }).then(
        ({ status }) => statuses.push(status),
        () => {},
      ),
    );
    const settled = Promise.all(wave);
    await expect.poll(() => statuses.length, { timeout: 20_000 }).toBeGreaterThan(sent === 0 ? 30 : sent);
    void settled;
  }
  expect(new Set(statuses)).toEqual(new Set([429]));
  expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  leaving.abort();
  await expect
    .poll(async () => (await ask(gateway, { prompt: "Hi", max_tokens: 1 })).status, { timeout: 10_000 })
    .toBe(200);
});
