import type { Commands } from "./serve.ts";

/** Milliseconds within which a signal is the same as the one before: npm passes on what the terminal has sent already. */
const echo = 200;

/** Has this process do what it is told from outside. Whoever asks it to stop once more does not want to wait. */
export function obeySignals({ drain, reload }: Commands): void {
  let stoppingSince: number | undefined;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      if (stoppingSince === undefined) {
        stoppingSince = performance.now();
        void drain();
      } else if (performance.now() - stoppingSince > echo) {
        process.exit(1);
      }
    });
  }
  process.on("SIGHUP", () => void reload());
}
