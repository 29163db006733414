/** Matches a target, or a whole URL, whose path as the client wrote it is `/v1` or below it. */
const target = /^(?:[Hh][Tt]{2}[Pp][Ss]?:\/\/[^/?#\\]*)?\/v1(?:[/?]|$)/;

/** Returns true if the target of a request is `/v1` or below it, where the API has its face for OpenAI's clients. */
export function isForOpenAI({ url = "" }: { readonly url?: string | undefined }): boolean {
  return target.test(url);
}
