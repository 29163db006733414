import type { Caller } from "../auth/caller.ts";
import type { ContentFilter } from "../content-filter/content-filter.ts";
import { mostBytesOfCopies } from "../memory/most-bytes-of-copies.ts";
import { RequestRecord } from "../telemetry/request-record.ts";
import type { DropReason, ShadowMetrics, ShadowNames } from "../telemetry/shadow-metrics.ts";
import { toCompletionChunks } from "./chunks.ts";
import type { Deployment } from "./deployment.ts";
import type { Face, ReadRequest } from "./face.ts";
import { fitRequest } from "./fit-request.ts";
import type { GatewayRequest } from "./gateway-request.ts";
import { ObservedAnswer } from "./observed-answer.ts";

/** The caller of copies, by a name that no other caller has. Others who name the same deployment come first. */
const shadowCaller: Caller = { name: "", limits: {}, priority: "low" };

/** Options of a {@link Shadow}. */
export interface ShadowOptions {
  /** The name of the deployment whose requests are copied. */
  readonly of: string;
  /** The deployment that gets the copies. */
  readonly deployment: Deployment;
  /** The share of requests to copy, from 0 to 1. */
  readonly share: number;
  /** The most copies at a time. */
  readonly concurrency: number;
  readonly metrics: Pick<ShadowMetrics, "compare" | "drop">;
}

/** A request that may be copied. */
export interface CopiedRequest {
  readonly face: Face;
  readonly read: ReadRequest;
  readonly filter: ContentFilter | undefined;
  /** An estimate. */
  readonly promptTokens: number;
  /** The bytes of its body. */
  readonly bytes: number;
}

/**
 * Copies a share of a deployment's requests to another deployment, and compares the answers. A copy starts when its caller has the
 * whole answer, so that it cannot delay or fail it. Its own answer is thrown away.
 */
export class Shadow {
  readonly #options: ShadowOptions;
  readonly #names: ShadowNames;
  readonly #closing = new AbortController();
  #inProgress = 0;
  #bytes = 0;

  constructor(options: ShadowOptions) {
    this.#options = options;
    this.#names = { deployment: options.of, shadow: options.deployment.name };
  }

  /** Returns whether to copy the next request. By chance, because callers can choose everything of a request, its id included. */
  isNext(): boolean {
    return Math.random() < this.#options.share;
  }

  /**
   * Sends an answer to its caller, and then starts a copy of the request unless the caller has left, or a cache had the
   * answer.
   *
   * @param send - generates and sends the answer, which passes through `original.watch`.
   * @throws whatever `send` throws.
   */
  async accompany(
    copied: CopiedRequest,
    { record, trace, clientGone }: Pick<GatewayRequest, "record" | "trace" | "clientGone">,
    send: (original: ObservedAnswer) => Promise<void>,
  ): Promise<void> {
    const original = new ObservedAnswer(record);
    try {
      await send(original);
    } catch (failure) {
      original.fail(failure);
      throw failure;
    } finally {
      if (!clientGone.aborted && !original.isCached) this.#enter(copied, original, trace);
    }
  }

  /** Cancels all copies, and starts no more. */
  close(): void {
    this.#closing.abort(new Error("The shadow is closed."));
  }

  #enter(copied: CopiedRequest, original: ObservedAnswer, trace: GatewayRequest["trace"]): void {
    const refusal = this.#findRefusal(copied);
    if (refusal !== undefined) {
      this.#options.metrics.drop(this.#names, refusal);
      return;
    }
    this.#inProgress += 1;
    this.#bytes += copied.bytes;
    // The error of an answer that has failed is still to be sent.
    setImmediate(() => void this.#copy(copied, original, trace));
  }

  #findRefusal({ bytes }: CopiedRequest): DropReason | undefined {
    if (this.#closing.signal.aborted) return "closing";
    if (this.#inProgress >= this.#options.concurrency) return "concurrency";
    return this.#bytes + bytes > mostBytesOfCopies ? "memory" : undefined;
  }

  async #copy(
    copied: CopiedRequest,
    original: ObservedAnswer,
    trace: GatewayRequest["trace"],
  ): Promise<void> {
    const { metrics } = this.#options;
    const record = new RequestRecord(trace["x-request-id"] ?? "", "POST");
    record.stream = original.isStreamed;
    const answer = new ObservedAnswer(record);
    try {
      await this.#generate(copied, answer, record, trace);
    } catch (failure) {
      answer.fail(failure);
    }
    this.#inProgress -= 1;
    this.#bytes -= copied.bytes;
    if (this.#closing.signal.aborted) metrics.drop(this.#names, "closing");
    else metrics.compare(this.#names, original, answer);
  }

  /** Generates the answer to a copy as to a request of a caller, but always as a stream, of which nothing is held in memory. */
  async #generate(
    { face, read, filter, promptTokens }: CopiedRequest,
    answer: ObservedAnswer,
    record: RequestRecord,
    trace: GatewayRequest["trace"],
  ): Promise<void> {
    const { deployment } = this.#options;
    const { signal } = this.#closing;
    signal.throwIfAborted();
    const { engineRequest } = fitRequest(deployment, face, read);
    const generation = await deployment.generate(
      {
        ...engineRequest,
        caller: shadowCaller,
        promptTokens,
        stream: !deployment.unsupported.has("stream"),
        trace,
      },
      signal,
    );
    record.firstTokenAt = performance.now();
    const chunks = toCompletionChunks(generation, { request: engineRequest, deployment, filter, record });
    for await (const _ of answer.watch(chunks));
  }
}
