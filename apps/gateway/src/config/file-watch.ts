import { stat } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { listFiles } from "./list-files.ts";

/** Milliseconds between two looks at the files. */
const interval = 250;

/**
 * Watches a configuration file and the files that it names. It looks at them four times a second, because the events of the system miss
 * files that are reached through links, as Kubernetes mounts them, or over a network. Files count as changed when they have then
 * stayed the same until the next look, so that no file is read while it is being written.
 */
export class FileWatch {
  readonly #file: string;
  #files: readonly string[] = [];
  #noted = "";

  constructor(file: string) {
    this.#file = file;
  }

  /** Notes the state of the files. Call it before they are read, so that no later change is missed. */
  async note(): Promise<void> {
    this.#files = await listFiles(this.#file);
    this.#noted = await describeFiles(this.#files);
  }

  /**
   * Calls back for each change, until the process ends.
   *
   * @param onChange - notes the state of the files and reads them.
   */
  async run(onChange: () => Promise<void>): Promise<never> {
    let last = this.#noted;
    for (;;) {
      await setTimeout(interval, undefined, { ref: false });
      const state = await describeFiles(this.#files);
      if (state === last && state !== this.#noted) await onChange();
      last = state;
    }
  }
}

/** Describes the state of files. Any change of one, also its replacement by another, changes the description. */
async function describeFiles(files: readonly string[]): Promise<string> {
  return (await Promise.all(files.map(describeFile))).join();
}

async function describeFile(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(":");
  } catch {
    return "missing";
  }
}
