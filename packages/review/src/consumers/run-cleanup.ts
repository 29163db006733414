import { rmSync } from "node:fs";

/** Something to end and to remove, also if the program is interrupted. */
export interface Cleanup extends Disposable {
  /** Aborted when everything that still runs must end. */
  readonly signal: AbortSignal;
  /** Adds a folder to remove. */
  addFolder(folder: string): void;
}

/** Starts to listen for Ctrl+C and its like, until it is disposed of. */
export function createCleanup(): Cleanup {
  const folders: string[] = [];
  const controller = new AbortController();
  const cleanUp = () => {
    controller.abort();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  };
  const onSignal = (signal: NodeJS.Signals) => {
    stop();
    cleanUp();
    // Without this listener, the signal does again what it would have done.
    process.kill(process.pid, signal);
  };
  const stop = () => {
    for (const signal of signals) process.off(signal, onSignal);
    process.off("exit", cleanUp);
  };
  for (const signal of signals) process.on(signal, onSignal);
  process.on("exit", cleanUp);
  return {
    signal: controller.signal,
    addFolder: (folder) => void folders.push(folder),
    [Symbol.dispose]() {
      stop();
      cleanUp();
    },
  };
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
