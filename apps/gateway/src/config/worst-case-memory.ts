import { getHeapStatistics } from "node:v8";
import { chooseBodyBudget } from "../admission/body-budget.ts";
import type { Config } from "../generated/config.ts";
import { chooseMaxConnections, connectionBytes } from "../memory/max-connections.ts";
import { mostBytesOfCopies } from "../memory/most-bytes-of-copies.ts";
import { chooseResponseLimit } from "../memory/response-memory.ts";

const mega = 2 ** 20;

/** Bytes of the heap, measured with Node 24. */
const costs = {
  /** A gateway without requests. */
  base: 40 * mega,
  /** Each byte of a body: the prompt or its tokens, the request to the engine as text, and its bytes. */
  bodyByte: 5,
  /** A request that waits, besides its body. */
  request: 2 ** 14,
  /** A stream that nobody reads. It takes more than a response that is not streamed, beyond what these hold together. */
  stream: 300 * 2 ** 10,
  /** Each byte of a response that is held as a whole. */
  responseByte: 5,
};

/** The memory that a process can have. */
export interface AvailableMemory {
  /** The most bytes that the heap may have. */
  readonly heap: number;
  /** The most bytes that all processes may have, such as in a container; a huge number if there is no limit. */
  readonly inAll: number;
}

/**
 * Estimates the bytes of the heap that one process needs when all that its configuration bounds is used up. The streams of a
 * deployment without `concurrency` are left out, because nothing but its callers bounds their number.
 *
 * @param heapLimit - the most bytes that the heap may have, on which the bounds of bodies and responses depend.
 */
export function estimateWorstCase(
  { bodies, deployments }: Pick<Config, "bodies" | "deployments">,
  heapLimit: number,
): number {
  let total = costs.base + connectionBytes * chooseMaxConnections(heapLimit);
  total += costs.bodyByte * chooseBodyBudget(bodies, heapLimit).bytes;
  total += costs.responseByte * chooseResponseLimit(heapLimit);
  for (const { concurrency = 0, queue, shadow } of Object.values(deployments)) {
    total += concurrency * costs.stream + (concurrency + queue) * costs.request;
    if (shadow) total += costs.bodyByte * mostBytesOfCopies + shadow.concurrency * costs.request;
  }
  return total;
}

/**
 * Explains why a configuration may need more memory than there is. Returns undefined if it does not.
 *
 * @param workers - the number of processes that serve.
 */
export function explainExcess(
  config: Pick<Config, "bodies" | "deployments" | "cache">,
  workers: number,
  available: AvailableMemory = readAvailableMemory(),
): string | undefined {
  const worstCase = estimateWorstCase(config, available.heap);
  if (worstCase > available.heap) {
    return `In the worst case, this configuration needs a heap of ${format(worstCase)}, but a process may have ${format(available.heap)}. Lower \`bodies.bytes\`, \`concurrency\` or \`queue\`, or raise \`--max-old-space-size\`.`;
  }
  const cacheBytes = countCacheBytes(config);
  const inAll = workers * (available.heap + cacheBytes);
  if (inAll > available.inAll) {
    const [heap, remedy] =
      workers === 1 ? ["The heap", ""] : [`The heaps of ${workers} workers`, " or the number of workers"];
    const cache = cacheBytes > 0 ? " and the cache of each" : "";
    return `${heap}${cache} may grow to ${format(inAll)}, but there are ${format(available.inAll)} of memory. Lower \`--max-old-space-size\`${remedy}.`;
  }
  return undefined;
}

/** Counts the bytes of the cache in a process. They are outside of the heap. */
function countCacheBytes({ cache, deployments }: Pick<Config, "cache" | "deployments">): number {
  const isInMemory = cache.store === "memory" && Object.values(deployments).some(({ cache }) => cache);
  return isInMemory ? cache.bytes : 0;
}

function readAvailableMemory(): AvailableMemory {
  return { heap: getHeapStatistics().heap_size_limit, inAll: process.constrainedMemory() || Infinity };
}

function format(bytes: number): string {
  return `${Math.ceil(bytes / mega)} MiB`;
}
