import { expect, test } from "vitest";
import { GatewayProcess } from "../support/gateway-process.ts";
import { LockstepUpstream } from "./lockstep-upstream.ts";
import { Readers } from "./readers.ts";

const streams = 1000;
const events = 32;
/** Bytes by which the heap differs from one time to the next. If events were kept, there would be tens of millions. */
const noise = 2e6;

/** Has all streams open at once, and measures the heap on the way and after it. */
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

test("1,000 streams at once get each event in its order, and the memory stays as it is", {
  timeout: 120_000,
}, async () => {
  await using upstream = new LockstepUpstream();
  const url = await upstream.listen();
  const deployments = { model: { engine: "vllm", urls: [url], model: "m" } };
  await using gateway = await GatewayProcess.start({ deployments });
  const first = await run(gateway, upstream);
  const second = await run(gateway, upstream);

  for (const { seen } of [first, second]) {
    for (const [index, stream] of seen.entries()) {
      const texts = Array.from({ length: events }, (_, event) => `${index} ${event}`);
      // The last says that it has ended.
      expect(stream).toEqual({ texts: [...texts, ""], done: true });
    }
  }
  const open = [...first.open, ...second.open];
  expect(Math.max(...open) - Math.min(...open)).toBeLessThan(2 * noise);
  expect(second.closed - first.closed).toBeLessThan(noise);
});
