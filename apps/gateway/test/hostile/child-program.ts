import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** A program of this folder in a process of its own, so that an attack takes no time from the one that measures. */
export class ChildProgram<Message extends object | string, Reply> implements Disposable {
  readonly #child: ChildProcess;

  /** @param name - the name of its file. */
  constructor(name: string) {
    this.#child = fork(new URL(name, import.meta.url), {
      execArgv: ["--conditions=@completions-api/source"],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
  }

  /** Sends a message and returns the reply, for one message at a time. */
  async ask(message: Message): Promise<Reply> {
    const abort = new AbortController();
    const { signal } = abort;
    const ended = once(this.#child, "exit", { signal }).then(([code]) => {
      throw new Error(`A program of the attack ended with ${code}.`);
    });
    ended.catch(() => {});
    const replied = once(this.#child, "message", { signal });
    replied.catch(() => {});
    this.#child.send(message);
    try {
      const [reply] = await Promise.race([replied, ended]);
      return reply; // An event's arguments have no types.
    } finally {
      abort.abort();
    }
  }

  [Symbol.dispose](): void {
    this.#child.kill("SIGKILL");
  }
}
