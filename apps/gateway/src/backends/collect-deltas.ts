import { responseMemory } from "../memory/response-memory.ts";
import { sizeOfChoice } from "../memory/size-of-choice.ts";
import type { Generation, GenerationRequest } from "./backend.ts";
import { CollectedChoice } from "./collected-choice.ts";
import { WholeGeneration } from "./whole-generation.ts";

/**
 * Collects the deltas of a generation, unless the caller wants them as a stream: it then begins only when it has ended, with one delta for
 * each choice. Until then the caller has seen nothing, so a server that is lost in the middle can be replaced by another.
 *
 * @throws HttpError 503 if there is no memory for the texts. Whatever the generation throws.
 */
export function collectUnlessStreamed(
  generation: Generation,
  request: GenerationRequest,
): Generation | Promise<Generation> {
  return request.stream || generation.whole ? generation : collect(generation, request);
}

async function collect(generation: Generation, request: GenerationRequest): Promise<Generation> {
  const choices = new Map<number, CollectedChoice>();
  const held = responseMemory.open();
  try {
    for await (const batch of generation.deltas) {
      for (const delta of batch) {
        held.add(sizeOfChoice(delta));
        // Servers count their tokens only at the end. Until then, each delta counts as one.
        if (request.charge) request.charge.kept += Math.max(1, delta.tokens);
        const choice = choices.get(delta.index);
        if (choice) choice.add(delta);
        else choices.set(delta.index, new CollectedChoice(delta));
      }
    }
  } finally {
    held.release();
  }
  return new WholeGeneration(
    Array.from(choices.values(), (choice) => choice.join()),
    generation.fingerprint,
  );
}
