import { defaultLimits } from "@completions-api/http";

/** The bytes of the heap for a connection that has sent most of a head, with as many headers as it may have. An idle one takes a quarter. */
export const connectionBytes: number = 22 * 2 ** 10;

const shareOfHeap = 1 / 4;

/** The bytes of a heap that has room for twice the usual number of connections, and for everything else. */
const largeHeap = 2 * 2 ** 30;

/** Returns the most connections of a process whose heap may have so many bytes. */
export function chooseMaxConnections(heapLimit: number): number {
  const most = heapLimit < largeHeap ? defaultLimits.maxConnections : 2 * defaultLimits.maxConnections;
  return Math.min(most, Math.floor((heapLimit * shareOfHeap) / connectionBytes));
}
