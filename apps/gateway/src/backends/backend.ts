import type { Delta, EngineRequest } from "@completions-api/engine";
import type { CancellationSignal } from "@completions-api/http";
import { createCompletionRequestParameters } from "@completions-api/validators/openai";
import type { Caller } from "../auth/caller.ts";
import type { TokenCharge } from "../limits/token-charge.ts";
import type { RequestRecord } from "../telemetry/request-record.ts";

/** The parameters that concern the gateway, and not the model. */
const gatewayParameters = ["prompt", "model", "user", "stream_options"] as const;

/** A parameter of either face that a request may leave out, and that a model may lack. */
export type OptionalParameter = Exclude<
  (typeof createCompletionRequestParameters)[number],
  (typeof gatewayParameters)[number]
>;

/** All optional parameters, in the order of the spec. */
export const optionalParameters: readonly OptionalParameter[] = createCompletionRequestParameters.filter(
  (name): name is OptionalParameter => !gatewayParameters.some((other) => other === name),
);

/** The directives of a request's `Cache-Control` that concern a cache of completions. */
export interface CacheControl {
  /** True if the completion must be generated. */
  readonly noCache?: boolean;
  /** True if the completion must not be kept. */
  readonly noStore?: boolean;
  /** The most milliseconds since a completion was generated. */
  readonly maxAge?: number;
}

/** A request to a deployment's backend. */
export interface GenerationRequest extends EngineRequest {
  readonly caller: Caller;
  /** The tokens of the prompts, as an estimate. */
  readonly promptTokens: number;
  /** Set if the caller's tokens are limited. */
  readonly charge?: TokenCharge;
  /** True if deltas are wanted as they arrive, rather than whole texts at the end. */
  readonly stream: boolean;
  /** True if properties of choices that are not in the contract are wanted, too. */
  readonly passesProperties?: boolean;
  /** Set if this is a part of a split request: the servers that its parts have harmed, or may have. */
  readonly harmed?: Set<object>;
  /** Headers for an engine's server: the trace context and the request id. Names in lower case. */
  readonly trace: Readonly<Record<string, string>>;
  /** The facts about the caller's request. Absent for a check of an upstream. */
  readonly record?: RequestRecord;
  /** Set if the deployment has a cache, which may then answer. Absent for a copy. */
  readonly cacheControl?: CacheControl;
}

/** The result of looking a request up in a cache: an entry, with its age in milliseconds, or none. Then `keep` makes an entry. */
export type CacheUse =
  | { readonly result: "hit"; readonly age: number }
  | { readonly result: "miss"; keep(): void };

/** A generation that has begun. */
export interface Generation {
  /** The engine's `system_fingerprint`, as soon as it is known. Some servers send it at the end of a stream. */
  readonly fingerprint?: string | undefined;
  /** All deltas, one for each choice, if they are known already. */
  readonly whole?: readonly Delta[] | undefined;
  /** Set if the deployment has a cache, and the request is one that a cache may answer. */
  readonly cacheUse?: CacheUse;
  /**
   * All deltas, in batches that became known together; the first batch has already arrived. Iterate it once. Ending the
   * iteration cancels the generation.
   */
  readonly deltas: AsyncIterable<readonly Delta[]>;
}

/**
 * Starts a generation, and resolves when the first deltas have arrived. Until then the caller has seen nothing, so the
 * request may still be tried elsewhere, or be answered with an error's own status.
 *
 * The deltas follow the rules of `Engine.generate` in `@completions-api/engine`.
 *
 * @param signal - cancels the generation, before and after it has begun.
 * @throws HttpError if the request cannot be served; later, iterating `deltas` throws it. `signal`'s reason once aborted.
 */
export type Generate = (request: GenerationRequest, signal: CancellationSignal) => Promise<Generation>;

/** Generates text: an engine in this process, or a server. */
export interface Backend {
  readonly generate: Generate;
  /**
   * Returns whether the engine is known to stop generating soon after its signal is aborted, so that what has arrived is all that it
   * has generated. Otherwise a caller who leaves may have used all the tokens that it has asked for.
   */
  stopsWhenLeft(request: GenerationRequest): boolean;
  /** Lets open requests end, takes no more, and closes the connections. */
  close(): Promise<void>;
}
