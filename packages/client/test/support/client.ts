import { type ClientOptions, type CompletionsClient, createCompletionsClient } from "../../src/index.ts";

/** Creates a client of the server at `url`. By default, it does not retry. */
export function clientOf(
  { url }: { readonly url: string },
  options?: Partial<ClientOptions>,
): CompletionsClient {
  return createCompletionsClient({ baseUrl: url, credential: "key", maxRetries: 0, ...options });
}

/** Returns a promise's rejection. Throws if the promise is fulfilled. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  const value = await promise.catch((reason: unknown) => new Rejection(reason));
  if (value instanceof Rejection) return value.reason;
  throw new Error(`The promise was fulfilled with ${JSON.stringify(value)}.`);
}

class Rejection {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/** Iterates until an error. Returns the items before it, and the error. */
export async function readToFailure<T>(
  iterable: AsyncIterable<T>,
): Promise<{ readonly items: readonly T[]; readonly failure: unknown }> {
  const items: T[] = [];
  const reading = async () => {
    for await (const item of iterable) items.push(item);
  };
  return { failure: await failureOf(reading()), items };
}

/** Collects all items. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
