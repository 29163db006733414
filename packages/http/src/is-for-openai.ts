import { rawPath } from "./parse-target.ts";

/** Returns true if the target of a request is `/v1` or below it, where the API has its face for OpenAI's clients. */
export function isForOpenAI({ url = "" }: { readonly url?: string | undefined }): boolean {
  return /^\/v1(?:\/|$)/.test(rawPath(url));
}
