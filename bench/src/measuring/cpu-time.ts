import { readdirSync, readFileSync } from "node:fs";

/**
 * Returns the microseconds of processor time that a process has used, all its threads together. Unlike a rate, it does not depend
 * on what else the machine does. Linux counts it in nanoseconds.
 */
export function readCpuTime(process: number): number {
  const threads = `/proc/${process}/task`;
  return readdirSync(threads).reduce((sum, thread) => {
    const [time = "0"] = readFileSync(`${threads}/${thread}/schedstat`, "utf8").split(" ");
    return sum + Number(time) / 1000;
  }, 0);
}
