import { stat } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { listFiles } from "./list-files.ts";

/** Milliseconds between two looks at the files. */
const interval = 250;

/**
 * Watches a configuration file and the files that it names. It looks at them four times a second, because the events of the system miss
 * files that are reached through links, as Kubernetes mounts them, or over a network.
 */
export class FileWatch {
  readonly #file: string;
  #files: readonly string[] = [];
  #noted = "";
  /** The state at the last look. */
  #last = "";

  constructor(file: string) {
    this.#file = file;
  }

  /** Notes the state of the files. Call it before they are read, so that no later change is missed. */
  async note(): Promise<void> {
    this.#files = await listFiles(this.#file);
    this.#noted = await describeFiles(this.#files);
  }

  /**
   * Looks at the files once. Calls back if they have changed, and then stayed the same since the look before, so that no file is read
   * while it is being written.
   *
   * @param onChange - notes the state of the files and reads them.
   */
  async look(onChange: () => Promise<void>): Promise<void> {
    const state = await describeFiles(this.#files);
    const hasSettled = state === this.#last;
    this.#last = state;
    if (hasSettled && state !== this.#noted) await onChange();
  }

  /** Looks at the files regularly, as {@link look} says, until the process ends. */
  async run(onChange: () => Promise<void>): Promise<never> {
    for (;;) {
      await setTimeout(interval, undefined, { ref: false });
      await this.look(onChange);
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
