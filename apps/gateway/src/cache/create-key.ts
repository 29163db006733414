import { hash } from "node:crypto";
import { JsonText } from "@completions-api/protocol";
import type { GenerationRequest } from "../backends/backend.ts";
import { isOverriding } from "../is-overriding.ts";

/** The deployment that a request is for. */
export interface KeyContext {
  readonly deployment: string;
  readonly model: string;
  /** The part of its configuration that says which servers answer, and what they are. */
  readonly servers: object;
}

/**
 * Creates the key of a request in a cache: a SHA-256 in base64url. Requests of one caller to one deployment have the same key if
 * they ask for the same completion, whether or not as a stream.
 */
export function createKey(request: GenerationRequest, { deployment, model, servers }: KeyContext): string {
  const {
    caller,
    prompts,
    logitBias = {},
    extra,
    // They do not change the completion.
    stream: _stream,
    user: _user,
    promptTokens: _promptTokens,
    charge: _charge,
    harmed: _harmed,
    trace: _trace,
    record: _record,
    cacheControl: _cacheControl,
    // Everything else may, also what is added to requests one day.
    ...parameters
  } = request;
  const parts = [
    deployment,
    model,
    servers,
    caller.name,
    // Their places in the body do not matter.
    prompts.map(({ prompt }) => prompt),
    Object.entries(logitBias).sort(byName),
    listExtra(extra),
    Object.entries(parameters).sort(byName),
  ];
  // Escapes lone surrogates, which would otherwise all become the same bytes.
  return hash("sha256", JSON.stringify(parts), "base64url");
}

/** Lists the extra parameters that are sent, those that were kept as texts with their texts. */
function listExtra(extra: GenerationRequest["extra"]): unknown[] {
  return Object.entries(extra)
    .filter(([name]) => !isOverriding(name))
    .sort(byName)
    .map(([name, value]) => (value instanceof JsonText ? [name, value.text, "text"] : [name, value]));
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
