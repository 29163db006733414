import { existsSync } from "node:fs";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const libraries = "/usr/lib/x86_64-linux-gnu";
const clock = join(libraries, "faketime/libfaketimeMT.so.1");
const names = join(libraries, "libnss_wrapper.so");

/** The reason why no clock can be set, if so. */
export const withoutClock: string | undefined = existsSync(clock)
  ? undefined
  : "libfaketime is not installed: Debian's package `faketime` has it";

/** The reason why no name can be changed, if so. */
export const withoutNames: string | undefined = existsSync(names)
  ? undefined
  : "nss_wrapper is not installed: Debian's package `libnss-wrapper` has it";

/** Noon, so that an hour more or less is the same day. */
const start = Date.UTC(2026, 5, 15, 12);

/** The clock and the names of hosts that a process sees. Both can change while it runs. */
export class OutsideWorld implements AsyncDisposable {
  /** The variables of the process. */
  readonly environment: NodeJS.ProcessEnv;
  readonly #folder: string;
  #changes = 0;

  private constructor(folder: string) {
    this.#folder = folder;
    this.environment = {
      LD_PRELOAD: [names, clock].filter((library) => existsSync(library)).join(" "),
      NSS_WRAPPER_HOSTS: this.#hosts,
      FAKETIME_TIMESTAMP_FILE: this.#time,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      TZ: "UTC",
    };
  }

  /** @param address - the address of each name. */
  static async create(addresses: Readonly<Record<string, string>>): Promise<OutsideWorld> {
    const world = new OutsideWorld(await mkdtemp(join(tmpdir(), "world-")));
    await world.setClock(0);
    await world.setNames(addresses);
    return world;
  }

  get #hosts(): string {
    return join(this.#folder, "hosts");
  }

  get #time(): string {
    return join(this.#folder, "time");
  }

  /** Sets the clock to a number of hours after its start. Timers go on as before. */
  async setClock(hours: number): Promise<void> {
    const [date, time] = new Date(start + hours * 3_600_000).toISOString().split(/[T.]/);
    await writeFile(this.#time, `@${date} ${time}`);
  }

  /** Changes the addresses of names. */
  async setNames(addresses: Readonly<Record<string, string>>): Promise<void> {
    const lines = Object.entries(addresses).map(([name, address]) => `${address} ${name}\n`);
    await writeFile(this.#hosts, lines.join(""));
    // It is read again if its time differs, in whole seconds.
    this.#changes += 1;
    await utimes(this.#hosts, this.#changes, this.#changes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }
}
