export { checkCapabilities } from "./check-capabilities.ts";
export type { TextLimiter } from "./choice-state.ts";
export { countTokens } from "./count-tokens.ts";
export { createEmbeddedEngine, type EmbeddedEngineOptions } from "./create-embedded-engine.ts";
export {
  type Delta,
  type Engine,
  type EngineCapability,
  type EngineRequest,
  engineCapabilities,
  type FinalDelta,
  type TextDelta,
} from "./engine.ts";
export { type RequestForEngine, toEngineRequest } from "./engine-request.ts";
export { estimateTokens } from "./estimate-tokens.ts";
export { createRandom } from "./random.ts";
export { compileStopPatterns, StopMatcher, type StopPattern } from "./stop-matcher.ts";
export {
  ChunkMaker,
  type ChunkOptions,
  type CompletionIdentity,
  createIdentity,
  toChunks,
} from "./to-chunks.ts";
