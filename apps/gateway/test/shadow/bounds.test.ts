import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { completionsFace } from "../../src/completions/completions-face.ts";
import { Shadow } from "../../src/completions/shadow.ts";
import { mostBytesOfCopies } from "../../src/memory/most-bytes-of-copies.ts";
import { RequestRecord } from "../../src/telemetry/request-record.ts";
import { ShadowMetrics } from "../../src/telemetry/shadow-metrics.ts";
import { ControlledEngine, finalDelta } from "../support/controlled-engine.ts";
import { deploymentOf } from "../support/start-gateway.ts";

const head = { extraParameters: "error" } as const;
const read = completionsFace.readBody(Buffer.from('{"prompt":"Say it"}'), head);

/** A shadow whose copies the test answers, and that has none at first. */
function start({ share = 1, concurrency = 100 } = {}) {
  const engine = new ControlledEngine();
  const registry = new Registry();
  const deployment = deploymentOf(engine.generate, "candidate");
  const metrics = new ShadowMetrics(registry);
  const shadow = new Shadow({ of: "served", deployment, share, concurrency, metrics });
  const request = {
    record: new RequestRecord("id", "POST"),
    trace: {},
    clientGone: new AbortController().signal,
  };
  return {
    shadow,
    engine,
    /** Answers a request with a body of so many bytes. */
    answer: (bytes: number) =>
      shadow.accompany(
        { face: completionsFace, read, filter: undefined, promptTokens: 2, bytes },
        request,
        async () => {},
      ),
    /** Counts the copies that were dropped for a reason. */
    async dropped(reason: string): Promise<number> {
      const metric = await registry.getSingleMetric("gateway_shadow_dropped_total")?.get();
      return metric?.values.find(({ labels }) => labels.reason === reason)?.value ?? 0;
    },
  };
}

test("a share of 0 copies nothing, of 1 everything, and of 0.3 about a third", () => {
  const count = (share: number) => {
    const { shadow } = start({ share });
    return Array.from({ length: 10_000 }, () => shadow.isNext()).filter(Boolean).length;
  };
  expect(count(0)).toBe(0);
  expect(count(1)).toBe(10_000);
  // Ten standard deviations.
  expect(Math.abs(count(0.3) - 3000)).toBeLessThan(460);
});

test("copies hold no more bytes than they may, and give them back when they end", async () => {
  const { engine, answer, dropped } = start();
  await answer(mostBytesOfCopies - 1);
  await answer(1);
  await answer(1);
  expect(await dropped("memory")).toBe(1);
  await expect.poll(() => engine.runs.length).toBe(2);
  engine.runs[1]?.fail(new Error("It failed."));
  await expect
    .poll(async () => {
      await answer(1);
      return engine.runs.length;
    })
    .toBeGreaterThan(2);
});

test("a copy that ends makes room for the next", async () => {
  const { engine, answer, dropped } = start({ concurrency: 1 });
  await answer(1);
  await answer(1);
  expect(await dropped("concurrency")).toBe(1);
  await expect.poll(() => engine.runs.length).toBe(1);
  engine.latest.begin();
  engine.latest.send(finalDelta);
  engine.latest.end();
  await expect
    .poll(async () => {
      await answer(1);
      return engine.runs.length;
    })
    .toBe(2);
});

test("a closed shadow cancels copies, also those that are about to start, and copies nothing", async () => {
  const { shadow, engine, answer, dropped } = start();
  await answer(1);
  await expect.poll(() => engine.runs.length).toBe(1);
  await answer(1);
  shadow.close();
  expect(engine.latest.isOver).toBe(true);
  await answer(1);
  await expect.poll(() => dropped("closing")).toBe(3);
});
