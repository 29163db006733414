import { randomUUID } from "node:crypto";
import { completionEvents, type Engine, toEngineRequest } from "@completions-api/engine";
import { HttpError } from "@completions-api/protocol";
import type { CheckedRequest } from "./checked-request.ts";
import { chooseExample } from "./choose-example.ts";
import { PendingCompletion } from "./pending-completion.ts";
import { badPreference } from "./preferences.ts";
import type { Answerer } from "./prism.ts";
import type { ExampleCompletion, SpecExample } from "./spec-examples.ts";

/**
 * Decides what a request is answered: what its `Prefer` asks for, otherwise the spec's example for it, otherwise what
 * `engine` makes of it. Where that is a completion, the response's body is a {@link PendingCompletion}.
 */
export function createAnswerer(examples: readonly SpecExample[], engine: Engine): Answerer {
  return (request, makeUp) => {
    const { dynamic, fault } = request.preferences;
    const { stream } = request.completion.parameters;
    if (fault !== undefined && !stream) throw badPreference("fault needs `stream: true` in the body");
    if (dynamic && stream) throw badPreference("dynamic needs `stream: false` in the body");
    if (dynamic) return makeUp();

    const example = chooseExample(examples, request);
    if (example instanceof HttpError) {
      return { statusCode: example.status, headers: { ...example.headers }, body: example.body };
    }
    return { statusCode: 200, body: example ? replay(example) : generate(engine, request) };
  };
}

function replay({ chunks }: ExampleCompletion): PendingCompletion {
  const choices = new Set(chunks.flatMap(({ choices }) => choices.map(({ index }) => index))).size;
  return new PendingCompletion(choices, async function* () {
    yield* chunks;
  });
}

function generate(engine: Engine, { completion }: CheckedRequest): PendingCompletion {
  const request = toEngineRequest(completion);
  const identity = { id: `cmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000) };
  return new PendingCompletion(request.prompts.length, (signal) =>
    completionEvents(engine, request, identity, signal),
  );
}
