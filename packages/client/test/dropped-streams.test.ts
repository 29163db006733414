import { getEventListeners } from "node:events";
import { expect, test, vi } from "vitest";
import { clientOf, failureOf, readToFailure } from "./support/client.ts";
import { collectGarbage } from "./support/collect-garbage.ts";
import { beginStream, events, respondStream } from "./support/responses.ts";
import { serve } from "./support/serve.ts";

const request = { prompt: "Once upon a time", stream: true } as const;

test.for([
  ["that has arrived", respondStream()],
  ["that is still open", beginStream(events[0])],
] as const)(
  "a stream %s and that nobody reads leaves no listener and no connection behind",
  async ([, listener]) => {
    let open = 0;
    await using server = await serve((message, response) => {
      open += 1;
      response.once("close", () => {
        open -= 1;
      });
      listener(message, response);
    });
    const { signal } = new AbortController();
    const client = clientOf(server);
    for (let call = 0; call < 20; call += 1) await client.complete(request, { signal });
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    await vi.waitFor(() => {
      collectGarbage();
      expect(getEventListeners(signal, "abort")).toEqual([]);
      expect(open).toBe(0);
    });
  },
);

test("a stream that is held but not read is aborted by its caller's signal", async () => {
  await using server = await serve(beginStream(events[0]));
  const controller = new AbortController();
  const stream = await clientOf(server).complete(request, { signal: controller.signal });
  collectGarbage();
  controller.abort(new Error("Enough."));
  expect((await readToFailure(stream)).failure).toBe(controller.signal.reason);
  expect(await failureOf(stream.final())).toBe(controller.signal.reason);
});

test("a stream that is being read is not collected", async () => {
  await using server = await serve(beginStream(events[0]));
  const controller = new AbortController();
  const client = clientOf(server, { idleTimeout: Number.POSITIVE_INFINITY });
  const reading = client.complete(request, { signal: controller.signal }).then(async (stream) => {
    for await (const _ of stream) {
      // In a separate task, so that the loop is already waiting for the next chunk.
      setImmediate(() => {
        collectGarbage();
        controller.abort(new Error("Enough."));
      });
    }
  });
  expect(await failureOf(reading)).toBe(controller.signal.reason);
});
