import { type ChildProcess, fork, type Serializable } from "node:child_process";
import { once } from "node:events";
import { type Place, placeCommand } from "./cores.ts";

/** A module of this bench that runs in its own process and answers each message, usually with a number. */
export interface ModuleProcess {
  readonly pid: number;
  /**
   * Sends a message and returns the answer.
   *
   * @throws Error if the process ends first.
   */
  ask<Answer = number>(question: Serializable): Promise<Answer>;
  stop(): void;
}

/** The module, its command-line arguments, and the cores that it gets. */
export interface ModuleOptions {
  readonly module: URL;
  readonly args?: readonly string[];
  readonly place: Place;
}

/** Starts a module in its own process. */
export function startModule({ module, args = [], place }: ModuleOptions): ModuleProcess {
  const [execPath, ...execArgv] = placeCommand(place, [process.execPath, ...process.execArgv]);
  return toModuleProcess(fork(module, args, { execPath, execArgv }), module);
}

/** Wraps a process that runs a module. */
export function toModuleProcess(child: ChildProcess, module: URL): ModuleProcess {
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${module.pathname} ended with exit code ${code}.`);
  });
  ended.catch(() => {}); // The process also ends while nobody waits for an answer.
  return {
    pid: child.pid ?? 0,
    async ask(question) {
      child.send(question);
      const [answer] = await Promise.race([once(child, "message"), ended]);
      return answer;
    },
    stop: () => child.kill(),
  };
}
