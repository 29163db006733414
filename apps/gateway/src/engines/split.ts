import { DeltaQueue } from "./delta-queue.ts";
import type { Generate, Generation, GenerationRequest } from "./generate.ts";

/** How many parts of a request are under way at once, so that one caller with a thousand prompts does not flood a server. */
const mostAtOnce = 4;

/**
 * Sends the prompts of a request in groups to an engine that does not take them all at once. The deltas come together as if
 * it did. Where one group fails, or nobody wants the rest, all others are cancelled.
 *
 * @param promptsPerRequest - the most in a group, at least 1.
 */
export function split(generate: Generate, promptsPerRequest: number): Generate {
  return (request, signal) =>
    request.prompts.length <= promptsPerRequest
      ? generate(request, signal)
      : generateInGroups(generate, request, promptsPerRequest, signal);
}

function generateInGroups(
  generate: Generate,
  request: GenerationRequest,
  promptsPerRequest: number,
  signal: AbortSignal,
): Promise<Generation> {
  const { prompts } = request;
  const begun = Promise.withResolvers<Generation>();
  const cancellation = new AbortController();
  const either = AbortSignal.any([signal, cancellation.signal]);
  let room: PromiseWithResolvers<void> | undefined;
  const makeRoom = (): void => {
    room?.resolve();
    room = undefined;
  };
  const cancel = (reason: unknown): void => {
    cancellation.abort(reason);
    // Groups that wait would never come to their end.
    makeRoom();
  };
  const queue = new DeltaQueue({
    taken: makeRoom,
    left: () => cancel(new Error("The rest of the completion is not wanted.")),
  });
  let next = 0;

  async function generateGroups(): Promise<void> {
    while (next < prompts.length) {
      const offset = next;
      next += promptsPerRequest;
      const group = prompts.slice(offset, next);
      const { deltas, fingerprint } = await generate({ ...request, prompts: group }, either);
      for await (const batch of deltas) {
        queue.add(batch.map((delta) => ({ ...delta, index: delta.index + offset })));
        begun.resolve({ ...(fingerprint !== undefined && { fingerprint }), deltas: queue });
        if (cancellation.signal.aborted) return;
        if (!queue.isFull) continue;
        room ??= Promise.withResolvers();
        await room.promise;
      }
    }
  }

  Promise.all(Array.from({ length: mostAtOnce }, generateGroups)).then(
    () => queue.end(),
    (error) => {
      cancel(error);
      begun.reject(error);
      queue.fail(error);
    },
  );
  return begun.promise;
}
