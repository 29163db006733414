import type { Delta } from "@completions-api/engine";
import { Cancellation, type CancellationSignal } from "@completions-api/http";
import type { Generate, Generation, GenerationRequest } from "./backend.ts";
import { BatchQueue } from "./batch-queue.ts";
import { type Watched, type Watcher, watchDeltas } from "./watch-deltas.ts";

/** The number of groups in flight at once, so that one caller with a thousand prompts does not flood a server. */
const mostAtOnce = 4;

/** The waiting deltas at which groups pause: their number, and the UTF-16 code units of their texts. */
const mostWaiting = { deltas: 64, text: 2 ** 14 };

/**
 * Splits a request's prompts into groups for a backend that does not take them all at once, and merges the deltas. If one
 * group fails, or the consumer leaves, all others are cancelled.
 *
 * @param promptsPerRequest - the size of a group, at least 1.
 */
export function splitPrompts(generate: Generate, promptsPerRequest: number): Generate {
  return (request, signal) =>
    request.prompts.length <= promptsPerRequest
      ? generate(request, signal)
      : generateInGroups(generate, request, promptsPerRequest, signal);
}

function generateInGroups(
  generate: Generate,
  request: GenerationRequest,
  promptsPerRequest: number,
  signal: CancellationSignal,
): Promise<Generation> {
  const { prompts, n = 1 } = request;
  const begun = Promise.withResolvers<Generation>();
  const cancellation = new Cancellation();
  let isOver = false;
  let room: PromiseWithResolvers<void> | undefined;
  let waitingText = 0;
  const makeRoom = (): void => {
    waitingText = 0;
    room?.resolve();
    room = undefined;
  };
  const leave = (): void => cancellation.abort(signal.reason);
  signal.addEventListener("abort", leave);
  // The caller may have left before, while the request waited for something else.
  if (signal.aborted) leave();
  const cancel = (reason: unknown): void => {
    isOver = true;
    cancellation.abort(reason);
    // Otherwise groups that wait for room would never end.
    makeRoom();
  };
  const queue = new BatchQueue<Delta>({
    onEmpty: makeRoom,
    onLeave: () => cancel(new Error("The consumer does not want the rest of the completion.")),
  });
  let merged: Watched | undefined;
  const fail = (error: unknown): void => {
    cancel(error);
    begun.reject(error);
    queue.fail(error);
    // The consumer may not read for a long time.
    merged?.cut?.(error);
  };
  const watcher: Watcher = {
    onEnd(ending) {
      if (typeof ending === "object") fail(ending.failure);
    },
  };
  const harmed = new Set<object>();
  let next = 0;

  async function generateGroups(): Promise<void> {
    while (next < prompts.length) {
      const offset = next;
      next += promptsPerRequest;
      const group = prompts.slice(offset, next);
      const generation = await generate({ ...request, prompts: group, harmed }, cancellation);
      const { deltas, fingerprint } = watchDeltas(generation, watcher);
      for await (const batch of deltas) {
        queue.add(batch.map((delta) => ({ ...delta, index: delta.index + offset * n })));
        merged ??= watchDeltas(
          { ...(fingerprint !== undefined && { fingerprint }), deltas: queue },
          { onEnd() {} },
        );
        begun.resolve(merged);
        if (isOver) return;
        if (queue.length === 0) continue;
        for (const { text } of batch) waitingText += text.length;
        if (queue.length < mostWaiting.deltas && waitingText < mostWaiting.text) continue;
        room ??= Promise.withResolvers();
        await room.promise;
      }
    }
  }

  Promise.all(Array.from({ length: mostAtOnce }, generateGroups))
    .then(() => queue.end(), fail)
    .finally(() => signal.removeEventListener("abort", leave));
  return begun.promise;
}
