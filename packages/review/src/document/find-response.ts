import type { Response } from "../model/api.ts";

/** Finds what describes the responses with a status: the status itself, its range such as `4XX`, or `default`. */
export function findResponse(responses: ReadonlyMap<string, Response>, status: string): Response | undefined {
  return responses.get(status) ?? responses.get(`${status.charAt(0)}XX`) ?? responses.get("default");
}
