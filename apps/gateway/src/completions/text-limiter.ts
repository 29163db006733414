import { StopMatcher, type StopPattern, type TextLimiter } from "@completions-api/engine";
import type { ContentFilter } from "../content-filter/content-filter.ts";

/**
 * Returns a function that creates the limiter for one choice's text: it ends the text before the first stop sequence, which
 * an engine may miss or not know, and before text that the content filter cuts. Undefined if there is neither.
 */
export function createTextLimiter(
  stop: readonly StopPattern[],
  filter: ContentFilter | undefined,
): (() => TextLimiter) | undefined {
  if (stop.length === 0 && filter === undefined) return undefined;
  return () => {
    const matcher = stop.length > 0 ? new StopMatcher(stop) : undefined;
    const watch = filter?.watch();
    return {
      get cutFor() {
        if (watch?.stopped) return "content_filter";
        return matcher?.stopped ? "stop" : undefined;
      },
      push(part, isLast) {
        const text = matcher ? matcher.push(part) + (isLast ? matcher.end() : "") : part;
        return watch ? watch.push(text) + (isLast || matcher?.stopped ? watch.end() : "") : text;
      },
    };
  };
}
