import type { Response } from "../../model/api.ts";

/** Finds what describes the responses with a status: the status itself, its range such as `4XX`, or `default`. */
export function findResponse(responses: ReadonlyMap<string, Response>, status: string): Response | undefined {
  const range = /^\d/.test(status) ? `${status.charAt(0)}XX` : status;
  return responses.get(status) ?? responses.get(range) ?? responses.get("default");
}

/** Returns a status that a key stands for: the number itself, or one of a range that no other key describes. */
export function pickStatus(key: string, described: Iterable<string>): number {
  if (/^\d+$/.test(key)) return Number(key);
  const taken = new Set(described);
  const first = key === "default" ? 500 : Number(key.charAt(0)) * 100;
  for (let status = first; status < first + 100; status++) if (!taken.has(String(status))) return status;
  return first;
}
