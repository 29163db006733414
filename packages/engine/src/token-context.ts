import { CONTEXT_LENGTH } from "./language-model.ts";
import { END_OF_TEXT } from "./vocabulary.ts";

/**
 * Returns the context after a prompt: its latest tokens, the most recent first. Every prompt, even an empty one, starts a
 * new document.
 */
export function createContext(prompt: readonly number[]): number[] {
  return [END_OF_TEXT, ...prompt.slice(-CONTEXT_LENGTH)].slice(-CONTEXT_LENGTH).reverse();
}

/** Adds the next token to a context. */
export function extendContext(context: number[], token: number): void {
  for (let distance = Math.min(context.length, CONTEXT_LENGTH - 1); distance > 0; distance -= 1) {
    context[distance] = context[distance - 1] ?? token;
  }
  context[0] = token;
}
