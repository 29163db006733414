import type { TrackStep } from "../track-step.ts";

/** Milliseconds before a step that is still under way is shown. */
const showAfter = 1000;

/** A line on stderr that shows what takes so long. */
export interface Progress {
  readonly trackStep: TrackStep;
  /** Erases the line. */
  end(): void;
}

/** Shows on a terminal the steps that take more than a second, and for how many seconds they have been under way. */
export function createProgress(
  stream: Pick<NodeJS.WriteStream, "columns" | "isTTY" | "write"> = process.stderr,
): Progress {
  if (!stream.isTTY) return { trackStep: (_, work) => work, end() {} };
  const starts = new Map<string, number>();
  const show = () => {
    const now = performance.now();
    const steps = [...starts].filter(([, start]) => now - start >= showAfter);
    const texts = steps.map(([step, start]) => `${step}… ${Math.round((now - start) / 1000)} s`);
    // Only the line that the cursor is in can be erased, so the text must not wrap.
    stream.write(`\r\u001B[K${texts.join("  ").slice(0, (stream.columns || 80) - 1)}`);
  };
  const timer = setInterval(show, showAfter).unref();
  return {
    async trackStep(step, work) {
      starts.set(step, performance.now());
      try {
        return await work;
      } finally {
        starts.delete(step);
      }
    },
    end() {
      clearInterval(timer);
      stream.write("\r\u001B[K");
    },
  };
}
