import type { JsonObject } from "./json.ts";

/** The place in a source file that a part of a document was read from. */
export interface Origin {
  /** Path of the file in the repository, with `/`. */
  readonly file: string;
  /** JSON pointer in that file, `""` for the whole file. */
  readonly pointer: string;
}

/**
 * The key of a part's origin. It is a symbol, so that `{ ...part }` keeps it, and so that neither JSON nor a loop over
 * keywords sees it.
 */
export const origin: unique symbol = Symbol("origin");

/** An object of a document that may know its origin. */
export type Sourced = JsonObject & { readonly [origin]?: Origin };

/** Returns a text that is the same for two origins exactly if they are the same place. */
export function originKey({ file, pointer }: Origin): string {
  return `${file}#${pointer}`;
}

/** Says whether two parts were read from the same place, or both from none. */
export function isSameOrigin(first: Origin | undefined, second: Origin | undefined): boolean {
  return first?.file === second?.file && first?.pointer === second?.pointer;
}

/** Returns where an object was read from, or undefined for one that no file contains. */
export function originOf(part: JsonObject): Origin | undefined {
  return (part as Sourced)[origin];
}
