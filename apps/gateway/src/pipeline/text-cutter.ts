import { StopMatcher, type StopPattern } from "@completions-api/engine";
import type { ContentFilter, TextWatch } from "../filter/content-filter.ts";

/** What ends texts, beside the engine. */
export interface TextLimits {
  /** An engine may let a stop sequence slip, or know nothing of them. */
  readonly stop: readonly StopPattern[];
  readonly filter: ContentFilter | undefined;
}

/** Lets the text of one choice through up to a stop sequence, or what the content filter cuts. */
export class TextCutter {
  readonly #stop: StopMatcher | undefined;
  readonly #watch: TextWatch | undefined;

  constructor({ stop, filter }: TextLimits) {
    this.#stop = stop.length > 0 ? new StopMatcher(stop) : undefined;
    this.#watch = filter?.watch();
  }

  /** The finish reason of a text that is cut. */
  get cutFor(): "content_filter" | "stop" | undefined {
    if (this.#watch?.stopped) return "content_filter";
    return this.#stop?.stopped ? "stop" : undefined;
  }

  /** Takes the next piece of the text, and returns what need not be held back any longer. */
  push(piece: string, isLast: boolean): string {
    const stop = this.#stop;
    const watch = this.#watch;
    const text = stop ? stop.push(piece) + (isLast ? stop.end() : "") : piece;
    return watch ? watch.push(text) + (isLast || stop?.stopped ? watch.end() : "") : text;
  }
}
