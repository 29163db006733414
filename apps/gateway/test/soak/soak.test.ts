import { expect, test } from "vitest";
import { GatewayProcess } from "../support/gateway-process.ts";
import { LockstepUpstream } from "./lockstep-upstream.ts";
import { Readers } from "./readers.ts";

const streams = 1000;
const events = 32;
/** The bytes by which measurements of the heap differ. Keeping the events would take tens of millions. */
const noise = 2e6;

/** Opens all streams at once, and measures the heap while they are open and after they have ended. */
async function run(gateway: GatewayProcess, upstream: LockstepUpstream) {
  const gathered = upstream.gather(streams);
  const readers = new Readers(gateway, streams);
  await gathered;
  const open: number[] = [];
  for (let event = 0; event < events; event += 1) {
    upstream.send(` ${event}`);
    await readers.received(streams * (event + 1));
    if (event % 10 === 9) open.push((await gateway.memory()).heap);
  }
  upstream.end();
  const seen = await readers.seen;
  return { seen, open, closed: (await gateway.memory()).heap };
}

test("1,000 streams at once get every event in order, and memory use stays constant", {
  timeout: 120_000,
}, async () => {
  await using upstream = new LockstepUpstream();
  const url = await upstream.listen();
  const deployments = { model: { engine: "vllm", urls: [url], model: "m" } };
  await using gateway = await GatewayProcess.start(
    { deployments, log: { level: "error" } },
    { reportsMemory: true },
  );
  const first = await run(gateway, upstream);
  const second = await run(gateway, upstream);

  for (const { seen } of [first, second]) {
    for (const [index, stream] of seen.entries()) {
      const texts = Array.from({ length: events }, (_, event) => `${index} ${event}`);
      // The last event only ends the choice.
      expect(stream).toEqual({ texts: [...texts, ""], done: true });
    }
  }
  const open = [...first.open, ...second.open];
  expect(Math.max(...open) - Math.min(...open)).toBeLessThan(2 * noise);
  expect(second.closed - first.closed).toBeLessThan(noise);
});
