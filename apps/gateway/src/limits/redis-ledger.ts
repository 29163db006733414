import { hash } from "node:crypto";
import type { Charge, Correction, Count, Ledger, Taking } from "./ledger.ts";
import type { RedisConnection } from "./redis-connection.ts";

/** A script, and its SHA-1, by which Redis finds it once it has run. */
interface Script {
  readonly text: string;
  readonly sha1: string;
}

/** Reads the counters into a list. */
const readCounters = `
local counters = {}
for index, key in ipairs(KEYS) do
  local found = redis.call("hmget", key, "used", "id")
  counters[index] = { tonumber(found[1] or 0), math.max(0, redis.call("pttl", key)), found[2] or "" }
end`;

/**
 * Takes all amounts or none. The arguments are an amount, a limit and a lifetime for each key. Returns 1 or 0, and the list of
 * counters: the amount that is used, the milliseconds that are left, and the id of each. If the clock of Redis is set back, a counter
 * lasts no longer than its lifetime from then on.
 */
const takeScript = script(`${readCounters}
local taken = 1
for index, counter in ipairs(counters) do
  if counter[1] + tonumber(ARGV[3 * index - 2]) > tonumber(ARGV[3 * index - 1]) then taken = 0 end
end
local time = redis.call("time")
for index, key in ipairs(KEYS) do
  local counter, lifetime = counters[index], tonumber(ARGV[3 * index])
  local isNew = taken == 1 and counter[3] == ""
  if taken == 1 then counter[1] = redis.call("hincrby", key, "used", ARGV[3 * index - 2]) end
  if isNew then
    counter[3] = time[1] .. "." .. time[2]
    redis.call("hset", key, "id", counter[3])
  end
  if isNew or counter[2] > lifetime then
    redis.call("pexpire", key, lifetime)
    counter[2] = lifetime
  end
end
return { taken, counters }`);

/**
 * Corrects amounts. The arguments are an id and a difference for each key. A Redis that has lost what was taken, since it took over
 * from another one, counts nothing below zero.
 */
const correctScript = script(`
for index, key in ipairs(KEYS) do
  if redis.call("hget", key, "id") == ARGV[2 * index - 1] then
    if redis.call("hincrby", key, "used", ARGV[2 * index]) < 0 then redis.call("hset", key, "used", 0) end
  end
end`);

const readScript = script(`${readCounters}
return counters`);

/** Counts in Redis, together with all gateways that use it. Each call is one round trip. */
export class RedisLedger implements Ledger {
  readonly #connection: RedisConnection;

  /** @param connection - closed when the ledger is disposed of. */
  constructor(connection: RedisConnection) {
    this.#connection = connection;
  }

  async take(charges: readonly Charge[]): Promise<Taking> {
    const values = charges.flatMap(({ amount, limit, lifetime }) => [amount, limit, Math.ceil(lifetime)]);
    const [taken, counters] = toList(await this.#run(takeScript, charges, values));
    return { taken: taken === 1, counts: toList(counters).map(toCount) };
  }

  async correct(corrections: readonly Correction[]): Promise<void> {
    const values = corrections.flatMap(({ id, difference }) => [id, difference]);
    await this.#run(correctScript, corrections, values);
  }

  async read(keys: readonly string[]): Promise<readonly Count[]> {
    if (keys.length === 0) return [];
    const counters = keys.map((key) => ({ key }));
    return toList(await this.#run(readScript, counters, [])).map(toCount);
  }

  [Symbol.dispose](): void {
    this.#connection[Symbol.dispose]();
  }

  async #run(
    { text, sha1 }: Script,
    counters: readonly { readonly key: string }[],
    values: readonly (string | number)[],
  ): Promise<unknown> {
    const options = {
      keys: counters.map(({ key }) => `completions-gateway:${key}`),
      arguments: values.map(String),
    };
    return this.#connection.ask((client) =>
      client.evalSha(sha1, options).catch((error: unknown) => {
        // Redis has not run it since its start.
        if (String(error).includes("NOSCRIPT")) return client.eval(text, options);
        throw error;
      }),
    );
  }
}

function toList(answer: unknown): readonly unknown[] {
  return Array.isArray(answer) ? answer : [];
}

function toCount(counter: unknown): Count {
  const [used, left, id] = toList(counter);
  return { used: Number(used), left: Number(left), id: String(id) };
}

function script(text: string): Script {
  return { text, sha1: hash("sha1", text) };
}
