import type { Commands } from "./serve-in-process.ts";

/** Milliseconds within which a repeated signal is an echo: npm passes on signals that the terminal has already sent. */
const echoTime = 200;

/** Runs commands on signals: SIGINT and SIGTERM drain, and exit at once when repeated; SIGHUP reloads. */
export function handleSignals({ drain, reload }: Commands): void {
  let stoppingSince: number | undefined;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      if (stoppingSince === undefined) {
        stoppingSince = performance.now();
        void drain();
      } else if (performance.now() - stoppingSince > echoTime) {
        process.exit(1);
      }
    });
  }
  process.on("SIGHUP", () => void reload());
}
