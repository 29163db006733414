import type { Delta, EngineRequest } from "@completions-api/engine";

/** What is asked of a deployment's engine. */
export interface GenerationRequest extends EngineRequest {
  /** Whether deltas are wanted as they come, not whole texts at the end. */
  readonly stream: boolean;
  /** Headers for an engine's server: the trace's context, and the request's id. Their names are in lower case. */
  readonly trace: Readonly<Record<string, string>>;
}

/** A generation that has begun. */
export interface Generation {
  /** The engine's `system_fingerprint`, where it has one. */
  readonly fingerprint?: string;
  /**
   * All deltas, those together that became known together; the first are there already. It is iterated once; who stops
   * iterating cancels the generation.
   */
  readonly deltas: AsyncIterable<readonly Delta[]>;
}

/**
 * Has an engine begin with a request, and resolves once the first deltas are there: until then the caller has seen
 * nothing, so the request may still be tried elsewhere or be answered with an error's own status.
 *
 * The deltas keep what `Engine.generate` of `@completions-api/engine` promises.
 *
 * @param signal - aborting it cancels the generation, before and after it has begun.
 * @throws HttpError where the request cannot be served, later from `deltas`. `signal`'s reason once that is aborted.
 */
export type Generate = (request: GenerationRequest, signal: AbortSignal) => Promise<Generation>;
