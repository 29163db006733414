import cluster from "node:cluster";
import type { Ledger } from "../limits/ledger.ts";
import { MemoryLedger } from "../limits/memory-ledger.ts";
import { RedisConnection, type RedisConnectionOptions } from "../limits/redis-connection.ts";
import { RedisLedger } from "../limits/redis-ledger.ts";
import { PrimaryLedger } from "./primary-ledger.ts";

/**
 * Opens the ledger of a gateway: in Redis, for all gateways that use it; otherwise in memory, which is that of the primary process if
 * this is a worker.
 *
 * @returns a ledger that must be disposed of.
 * @throws Error if the URL is not a Redis URL.
 */
export async function openLedger(redis?: RedisConnectionOptions): Promise<Ledger> {
  if (redis) return new RedisLedger(await RedisConnection.open(redis));
  return cluster.isWorker ? new PrimaryLedger() : new MemoryLedger();
}
