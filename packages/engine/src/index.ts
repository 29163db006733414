export { type CompletionIdentity, completionEvents } from "./completion-events.ts";
export { countTokens } from "./count-tokens.ts";
export { createEmbeddedEngine } from "./create-embedded-engine.ts";
export type { Delta, Engine, EngineRequest, FinalDelta, TextDelta } from "./engine.ts";
export { toEngineRequest } from "./engine-request.ts";
export { compileStopPatterns, StopMatcher, type StopPattern } from "./stop-matcher.ts";
