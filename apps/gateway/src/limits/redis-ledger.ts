import { hash } from "node:crypto";
import type { Charge, Correction, Count, Ledger, Taking } from "./ledger.ts";
import type { RedisConnection } from "./redis-connection.ts";

/** A script, and its SHA-1, by which Redis finds it once it has run. */
interface Script {
  readonly text: string;
  readonly sha1: string;
}

/**
 * Takes all amounts or none. The arguments are an amount, a limit and a lifetime for each key. Returns 1 or 0, then the amount that
 * is used, the milliseconds that are left, and the id of each counter. If the clock of Redis is set back, a counter lasts no longer
 * than its lifetime from then on.
 */
const takeScript = script(`
local taken = 1
for index, key in ipairs(KEYS) do
  local used = tonumber(redis.call("hget", key, "used") or 0)
  if used + tonumber(ARGV[3 * index - 2]) > tonumber(ARGV[3 * index - 1]) then taken = 0 end
end
local time = redis.call("time")
local answer = { taken }
for index, key in ipairs(KEYS) do
  local lifetime = ARGV[3 * index]
  if taken == 1 then
    local created = redis.call("hsetnx", key, "id", time[1] .. "." .. time[2])
    redis.call("hincrby", key, "used", ARGV[3 * index - 2])
    if created == 1 then redis.call("pexpire", key, lifetime) end
  end
  if redis.call("pttl", key) > tonumber(lifetime) then redis.call("pexpire", key, lifetime) end
  answer[#answer + 1] = tonumber(redis.call("hget", key, "used") or 0)
  answer[#answer + 1] = math.max(0, redis.call("pttl", key))
  answer[#answer + 1] = redis.call("hget", key, "id") or ""
end
return answer`);

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

/** Returns the amount that is used, the milliseconds that are left, and the id of each counter. */
const readScript = script(`
local answer = {}
for _, key in ipairs(KEYS) do
  answer[#answer + 1] = tonumber(redis.call("hget", key, "used") or 0)
  answer[#answer + 1] = math.max(0, redis.call("pttl", key))
  answer[#answer + 1] = redis.call("hget", key, "id") or ""
end
return answer`);

/** Counts in Redis, together with all gateways that use it. Each call is one round trip. */
export class RedisLedger implements Ledger {
  readonly #connection: RedisConnection;

  /** @param connection - closed when the ledger is disposed of. */
  constructor(connection: RedisConnection) {
    this.#connection = connection;
  }

  async take(charges: readonly Charge[]): Promise<Taking> {
    const values = charges.flatMap(({ amount, limit, lifetime }) => [amount, limit, Math.ceil(lifetime)]);
    const [taken, ...answer] = await this.#run(takeScript, charges, values);
    return { taken: taken === 1, counts: charges.map((_, index) => readCount(answer, index)) };
  }

  async correct(corrections: readonly Correction[]): Promise<void> {
    const values = corrections.flatMap(({ id, difference }) => [id, difference]);
    await this.#run(correctScript, corrections, values);
  }

  async read(keys: readonly string[]): Promise<readonly Count[]> {
    if (keys.length === 0) return [];
    const answer = await this.#run(
      readScript,
      keys.map((key) => ({ key })),
      [],
    );
    return keys.map((_, index) => readCount(answer, index));
  }

  [Symbol.dispose](): void {
    this.#connection[Symbol.dispose]();
  }

  async #run(
    { text, sha1 }: Script,
    counters: readonly { readonly key: string }[],
    values: readonly (string | number)[],
  ): Promise<readonly unknown[]> {
    const options = {
      keys: counters.map(({ key }) => `completions-gateway:${key}`),
      arguments: values.map(String),
    };
    const answer = await this.#connection.ask((client) =>
      client.evalSha(sha1, options).catch((error: unknown) => {
        // Redis has not run it since its start.
        if (String(error).includes("NOSCRIPT")) return client.eval(text, options);
        throw error;
      }),
    );
    return Array.isArray(answer) ? answer : [];
  }
}

/** Reads the three values of a counter from the answer of a script. */
function readCount(answer: readonly unknown[], index: number): Count {
  const [used, left, id] = answer.slice(3 * index, 3 * index + 3);
  return { used: Number(used), left: Number(left), id: String(id) };
}

function script(text: string): Script {
  return { text, sha1: hash("sha1", text) };
}
