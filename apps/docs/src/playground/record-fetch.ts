import { createEventSplitter } from "./event-splitter.ts";
import type { Face } from "./face.ts";
import type { RecordedRequest } from "./run-record.ts";

/** The callbacks of {@link recordFetch}. */
export interface FetchRecorder {
  readonly face: Face;
  onRequest(request: RecordedRequest): void;
  onResponse(status: number, headers: Readonly<Record<string, string>>): void;
  onEvent(text: string): void;
}

/** Creates a `fetch` for the client that reports the request and each event as it comes. */
export function recordFetch({ face, onRequest, onResponse, onEvent }: FetchRecorder) {
  return async (original: Request): Promise<Response> => {
    const { method, headers, redirect, signal } = original;
    const body = await original.text();
    const url = face === "openai" ? withoutVersion(original.url) : original.url;
    onRequest({ method, url, headers: maskedHeaders(headers), body });
    // A copy of the request would have a stream as its body, which browsers send with HTTP/2 alone.
    const response = await fetch(url, { method, headers, redirect, signal, body });
    onResponse(response.status, Object.fromEntries(response.headers));
    // A redirect that was not followed has no body, and no other response can stand for it.
    if (response.body === null || response.type === "opaqueredirect") return response;
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
    const recorded = response.body.pipeThrough(isStream ? recordEvents(onEvent) : recordBody(onEvent));
    return new Response(recorded, response);
  };
}

/** The client always sends its version of the API, which the `openai` face ignores. */
function withoutVersion(address: string): string {
  const url = new URL(address);
  url.searchParams.delete("api-version");
  return url.href;
}

function maskedHeaders(headers: Headers): Record<string, string> {
  return { ...Object.fromEntries(headers), authorization: "Bearer ***" };
}

function recordEvents(onEvent: (text: string) => void): TransformStream<Uint8Array, Uint8Array> {
  const splitter = createEventSplitter();
  return new TransformStream({
    transform(bytes, controller) {
      for (const block of splitter.feed(bytes)) onEvent(block);
      controller.enqueue(bytes);
    },
    flush() {
      for (const block of splitter.end()) onEvent(block);
    },
  });
}

function recordBody(onEvent: (text: string) => void): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  let body = "";
  return new TransformStream({
    transform(bytes, controller) {
      body += decoder.decode(bytes, { stream: true });
      controller.enqueue(bytes);
    },
    flush() {
      onEvent(body + decoder.decode());
    },
  });
}
