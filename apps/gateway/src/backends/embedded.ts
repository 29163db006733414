import type { Delta, EngineRequest } from "@completions-api/engine";
import type { CancellationSignal } from "@completions-api/http";
import type { Backend } from "./backend.ts";
import { tookTooLong } from "./timed-out.ts";
import { WholeGeneration } from "./whole-generation.ts";

/** The number of deltas that are passed on together when nobody waits for each; passing one on costs as much as generating a few. */
const batchSize = 64;

/** An engine in this process. It asks its signal now and then whether to go on, and listens to no event. */
interface LocalEngine {
  readonly fingerprint?: string;
  generate(request: EngineRequest, signal: CancellationSignal): AsyncIterable<Delta>;
}

type Batches = AsyncGenerator<readonly Delta[], void, void>;

/**
 * Creates a backend from an engine that runs in this process.
 *
 * @param whole - the milliseconds that a generation may take, by default any number. They are checked with each batch, because a timer
 * and a signal would take 7 % of the time of a short request.
 */
export function createEmbeddedBackend(
  engine: LocalEngine,
  whole: number = Number.POSITIVE_INFINITY,
): Backend {
  const { fingerprint } = engine;
  return {
    async generate(request, signal) {
      const startedAt = performance.now();
      const checkTime = (): void => {
        if (performance.now() - startedAt > whole) throw tookTooLong(whole);
      };
      const others = engine.generate(request, signal)[Symbol.asyncIterator]();
      const first = await others.next();
      const { prompts, n = 1, stream, echo, logprobs } = request;
      const hasOneChoice = prompts.length * n === 1;
      // Most responses are a single delta. There is no need to ask for another, which would take as long as a few tokens.
      if (hasOneChoice && !first.done && first.value.finishReason !== null) {
        await others.return?.();
        return new WholeGeneration([first.value], fingerprint);
      }
      const isPlain = echo !== true && logprobs === undefined;
      const deltas =
        isPlain && !stream ? joined(first, others, checkTime) : oneByOne(first, others, checkTime);
      return { fingerprint, deltas };
    },
    stopsWhenLeft: () => true,
    async close() {},
  };
}

async function* oneByOne(
  first: IteratorResult<Delta>,
  others: AsyncIterator<Delta>,
  checkTime: () => void,
): Batches {
  try {
    for (let next = first; !next.done; next = await others.next()) {
      yield [next.value];
      checkTime();
    }
  } finally {
    await others.return?.();
  }
}

async function* joined(
  first: IteratorResult<Delta>,
  others: AsyncIterator<Delta>,
  checkTime: () => void,
): Batches {
  let count = 0;
  let batch = new Map<number, Delta>();
  try {
    for (let next = first; !next.done; next = await others.next()) {
      const { index } = next.value;
      batch.set(index, join(batch.get(index), next.value));
      count += 1;
      if (count % batchSize > 0) continue;
      yield [...batch.values()];
      batch = new Map();
      checkTime();
    }
    yield [...batch.values()];
  } catch (failure) {
    // The tokens that were generated before the failure count, too.
    yield [...batch.values()];
    throw failure;
  } finally {
    await others.return?.();
  }
}

/** Joins two deltas of a choice, which have nothing but texts and tokens. */
function join(earlier: Delta | undefined, delta: Delta): Delta {
  if (earlier === undefined) return delta;
  return { ...delta, text: earlier.text + delta.text, tokens: earlier.tokens + delta.tokens };
}
