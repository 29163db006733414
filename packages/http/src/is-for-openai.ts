import { parseTarget } from "./parse-target.ts";

/** Matches a target whose path is written as a URL parser would write it, and finds that path. */
const plainTarget = /^(\/[\w/-]*)(?:\?|$)/;

/** Returns true if the target of a request is `/v1` or below it, where the API has its face for OpenAI's clients. */
export function isForOpenAI({ url = "" }: { readonly url?: string | undefined }): boolean {
  // Nearly all targets are plain, and parsing takes longer than everything else that finds the handler of a request.
  const path = plainTarget.exec(url)?.[1] ?? parseTarget(url)?.pathname ?? "";
  return /^\/v1(?:\/|$)/.test(path);
}
