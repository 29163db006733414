import { readFileSync } from "node:fs";

/** Returns the number of files and sockets that a process may open. Node raises its own limit to the hard one. */
export function readFileLimit(): number {
  const limit = /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
  return limit === undefined || limit === "unlimited" ? Number.POSITIVE_INFINITY : Number(limit);
}
