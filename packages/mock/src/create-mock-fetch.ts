import { type CoreOptions, createCore, type MockCore } from "./create-core.ts";
import { isWithoutBody, type OutgoingResponse } from "./mock-response.ts";
import { createMockSession, type MockSession, type MockSessionOptions } from "./mock-session.ts";
import { Disconnect } from "./responses/faults.ts";

/** Options of {@link createMockFetch}. */
export type MockFetchOptions = CoreOptions;

/** A session of a mock without a socket. */
export interface MockFetchSession extends MockSession {
  /** Answers a request in place of the global `fetch`. The host of its URL does not matter. */
  readonly fetch: typeof globalThis.fetch;
}

/** A mock without a socket, for browsers, workers, and every other runtime that has `Request` and `Response`. */
export interface MockFetch extends MockFetchSession {
  /** Creates a session for one test, which shares nothing with other tests. */
  session(options?: MockSessionOptions): MockFetchSession;
}

// A name that no resolver knows (RFC 2606), so that a request that does not reach the mock fails.
const origin = "http://mock.invalid";

/** Creates a mock that answers through a `fetch` of its own instead of a socket. */
export async function createMockFetch(options: MockFetchOptions = {}): Promise<MockFetch> {
  const core = await createCore(options);
  const fetch: MockFetchSession["fetch"] = (input, init) => answer(core, new Request(input, init));
  const session = (id: string, url: string, options?: MockSessionOptions) =>
    Object.assign(createMockSession(core.sessions.find(id, options), url), { fetch });
  return Object.assign(session("", origin), {
    session(options?: MockSessionOptions) {
      const id = crypto.randomUUID();
      return session(id, `${origin}/__mock/sessions/${id}`, options);
    },
  });
}

async function answer(core: MockCore, request: Request): Promise<Response> {
  const { signal } = request;
  signal.throwIfAborted();
  const abort = new AbortController();
  const leave = () => abort.abort(signal.reason);
  signal.addEventListener("abort", leave, { once: true });
  const url = new URL(request.url);
  try {
    const outgoing = await core.handle({
      method: request.method,
      target: url.pathname + url.search,
      url,
      headers: Object.fromEntries(Array.from(request.headers, ([name, value]) => [name, [value]])),
      body: new Uint8Array(await request.arrayBuffer()),
      clientGone: abort.signal,
      whenGone: (leave) => abort.signal.addEventListener("abort", leave, { once: true }),
    });
    signal.throwIfAborted();
    const { status, headers } = outgoing;
    return request.method === "HEAD" ? new Response(null, { status, headers }) : toResponse(outgoing, abort);
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown instanceof Disconnect ? new TypeError("fetch failed", { cause: thrown }) : thrown;
  }
}

function toResponse(outgoing: OutgoingResponse, abort: AbortController): Response {
  const { status, headers } = outgoing;
  const body = "events" in outgoing ? toStream(outgoing.events, abort) : outgoing.body;
  return new Response(isWithoutBody(status) ? null : body, { status, headers });
}

/** Returns the events as a stream that takes the next one only when its reader asks for it. */
function toStream(
  events: AsyncIterable<string | Uint8Array>,
  abort: AbortController,
): ReadableStream<Uint8Array> {
  const iterator = events[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  // It rejects only with the abort itself.
  const end = () => iterator.return?.().catch(() => {});
  return new ReadableStream(
    {
      start(controller) {
        const leave = () => {
          controller.error(abort.signal.reason);
          end();
        };
        abort.signal.addEventListener("abort", leave, { once: true });
      },
      async pull(controller) {
        try {
          const { done, value } = await iterator.next();
          if (done) controller.close();
          else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
        } catch (thrown) {
          controller.error(
            thrown instanceof Disconnect ? new TypeError("terminated", { cause: thrown }) : thrown,
          );
        }
      },
      // Aborting ends a wait, and `end` what waits for its reader.
      cancel: () => abort.abort(),
    },
    { highWaterMark: 0 },
  );
}
