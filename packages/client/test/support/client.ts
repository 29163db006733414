import { type ClientOptions, type CompletionsClient, createCompletionsClient } from "../../src/index.ts";

/** A client of a server at `url` that sends each call once, unless the options say otherwise. */
export function clientOf(
  { url }: { readonly url: string },
  options?: Partial<ClientOptions>,
): CompletionsClient {
  return createCompletionsClient({ baseUrl: url, credential: "key", maxRetries: 0, ...options });
}

/** What a promise rejects with; where it does not, that fails. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  const value = await promise.catch((reason: unknown) => new Rejection(reason));
  if (value instanceof Rejection) return value.reason;
  throw new Error(`Nothing failed, but gave ${JSON.stringify(value)}`);
}

class Rejection {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/** Reads on until that fails: what came before, and the failure. */
export async function readToFailure<T>(
  iterable: AsyncIterable<T>,
): Promise<{ readonly items: readonly T[]; readonly failure: unknown }> {
  const items: T[] = [];
  const reading = async () => {
    for await (const item of iterable) items.push(item);
  };
  return { failure: await failureOf(reading()), items };
}

/** All items. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
