export { type CompletionIdentity, completionEvents } from "./completion-events.ts";
export { countTokens } from "./count-tokens.ts";
export { createEmbeddedEngine } from "./create-embedded-engine.ts";
export type { Engine, EngineRequest, LastPiece, Piece, TextPiece } from "./engine.ts";
export { toEngineRequest } from "./engine-request.ts";
export { HoldBack, type StopPattern, stopPatterns } from "./stop-sequences.ts";
