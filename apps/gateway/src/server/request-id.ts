import { randomUUID } from "node:crypto";

/** Returns the caller's own id for the request if it is safe to log, otherwise a new one. */
export function readRequestId(header: string | string[] | undefined): string {
  return typeof header === "string" && /^[\w.:-]{1,128}$/.test(header) ? header : randomUUID();
}
