import { getHeapStatistics } from "node:v8";
import { chooseBodyBudget } from "../admission/body-budget.ts";
import type { Config } from "../generated/config.ts";

const mega = 2 ** 20;

/** Bytes of the heap, measured with Node 24. */
const costs = {
  /** A gateway without requests. */
  base: 48 * mega,
  /** Each byte of a body: the prompt or its tokens, the request to the engine as text, and its bytes. */
  bodyByte: 5,
  /** An idle connection. */
  connection: 5 * 2 ** 10,
  /** A request that waits or generates, besides its texts. */
  request: 2 ** 14,
  /** A token of a completion that is kept until its end, because the caller wants no stream. */
  token: 256,
};

/** The most connections of `@completions-api/http`. */
const connections = 10_000;

/** The tokens of a completion, if the deployment has no `contextLength`. */
const usualTokens = 4096;

/** The memory that a process can have. */
export interface AvailableMemory {
  /** The most bytes that the heap may have. */
  readonly heap: number;
  /** The most bytes that the process may have, such as in a container; a huge number if there is no limit. */
  readonly process: number;
}

/**
 * Estimates the bytes of the heap that one process needs when all that its configuration bounds is used up. A deployment without
 * `concurrency` counts as if it had no completions, because nothing bounds them.
 *
 * @param heapLimit - the most bytes that the heap may have, which the default of `bodies` depends on.
 */
export function estimateWorstCase(
  { bodies, deployments }: Pick<Config, "bodies" | "deployments">,
  heapLimit: number,
): number {
  let total = costs.base + costs.bodyByte * chooseBodyBudget(bodies, heapLimit).bytes;
  total += costs.connection * connections;
  for (const { concurrency = 0, queue, contextLength = usualTokens } of Object.values(deployments)) {
    total += concurrency * contextLength * costs.token + (concurrency + queue) * costs.request;
  }
  return total;
}

/** Explains why a configuration may need more memory than there is. Returns undefined if it does not. */
export function explainExcess(
  config: Pick<Config, "bodies" | "deployments">,
  available: AvailableMemory = readAvailableMemory(),
): string | undefined {
  const worstCase = estimateWorstCase(config, available.heap);
  if (worstCase > available.heap) {
    return `In the worst case, this configuration needs a heap of ${format(worstCase)}, but a process may have ${format(available.heap)}. Lower \`bodies.bytes\`, \`concurrency\` or \`queue\`, or raise \`--max-old-space-size\`.`;
  }
  if (available.heap > available.process) {
    return `The heap may grow to ${format(available.heap)}, but the process may have ${format(available.process)}. Lower \`--max-old-space-size\`.`;
  }
  return undefined;
}

function readAvailableMemory(): AvailableMemory {
  return { heap: getHeapStatistics().heap_size_limit, process: process.constrainedMemory() || Infinity };
}

function format(bytes: number): string {
  return `${Math.ceil(bytes / mega)} MiB`;
}
