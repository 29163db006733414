// Harms a part of a fleet under load. Whatever happens, no caller gets another one's text, no request hangs, a limit is exceeded by
// one request for each gateway at the most, and afterwards all goes on. `../limits/redis-failover.test.ts` lets Redis fail over.
import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withoutRedis } from "../support/redis.ts";
import { engineName, Fleet } from "./fleet.ts";
import type { Load } from "./load.ts";
import { withoutClock, withoutNames } from "./outside-world.ts";

interface Harm {
  readonly title: string;
  /** The reason why it cannot be done here, if so. */
  readonly without?: string | undefined;
  /** Does the harm, waits until it has shown, and undoes it. */
  readonly run: (fleet: Fleet, load: Load) => Promise<void>;
}

const harms: readonly Harm[] = [
  {
    title: "a gateway is killed and started again",
    async run(fleet, load) {
      fleet.gateways[0]?.signal("SIGKILL");
      await load.more(5, "lost", 0);
      await load.more(5, "completed", 1);
      await load.more(5, "completed", 2);
      await load.rest(() => fleet.restart(0));
    },
  },
  {
    title: "Redis stands still",
    async run({ redis, gateways }, load) {
      redis.pause();
      await Promise.all(gateways.map((_, index) => load.more(3, "service_unavailable", index)));
      redis.resume();
    },
  },
  {
    title: "a gateway is cut off from Redis",
    async run({ networks }, load) {
      networks[1]?.cut();
      await load.more(3, "service_unavailable", 1);
      await load.more(5, "completed", 0);
      networks[1]?.heal();
    },
  },
  {
    title: "the clock of a gateway jumps by an hour, forward and back",
    without: withoutClock,
    async run({ worlds }, load) {
      for (const hours of [1, -1, 0]) {
        await worlds[2]?.setClock(hours);
        await load.more(5, "completed", 2);
      }
    },
  },
  {
    title: "a server drips",
    async run({ servers: [server] }, load) {
      if (server === undefined) throw new Error("A fleet has two servers.");
      server.isDripping = true;
      await load.until(() => server.givenUp >= 3);
      server.isDripping = false;
      const { completed } = server;
      await load.until(() => server.completed > completed + 5);
    },
  },
  {
    title: "the name of a server leads to another one, and to none",
    without: withoutNames,
    async run({ worlds: [world], servers }, load) {
      const port = Number(new URL(servers[1]?.url ?? "").port);
      const stranger = createServer((_, response) => response.end("<h1>Welcome</h1>"));
      await using _ = stranger.listen(port, "127.0.0.2");
      const asked = once(stranger, "request");
      await world?.setNames({ [engineName]: "127.0.0.2" });
      servers[1]?.closeConnections();
      await asked;
      await load.more(5, "completed", 0);
      await world?.setNames({});
      stranger.closeAllConnections();
      await load.more(5, "completed", 0);
      await world?.setNames({ [engineName]: "127.0.0.1" });
    },
  },
];

let fleet: Fleet;

beforeAll(async () => {
  if (withoutRedis === undefined) fleet = await Fleet.start(harms.map((_, index) => toKey(index)));
});

afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
});

for (const [index, { title, without = withoutRedis, run }] of harms.entries()) {
  test(`holds while ${title}`, { timeout: 120_000 }, async ({ skip }) => {
    skip(without !== undefined, without);
    await using load = fleet.load(toKey(index));
    await load.more(20, "completed");
    await run(fleet, load);
    await Promise.all(fleet.gateways.map((_, gateway) => load.more(5, "completed", gateway)));
    const { excess, violations } = await fleet.finish(load);
    expect(violations).toEqual([]);
    expect(excess).toBeLessThanOrEqual(fleet.gateways.length);
  });
}

/** Each harm has a caller of its own, with a limit of its own. */
function toKey(index: number): string {
  return `caller-${index}`;
}
