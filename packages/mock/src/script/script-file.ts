import { existsSync, type FSWatcher, readFileSync, realpathSync, watch } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describeFileError, formatProblem, sortProblems } from "@completions-api/command-line/yaml";
import { parseScript } from "./parse-script.ts";
import type { Script } from "./script.ts";
import { ScriptError } from "./script-error.ts";

/** A script file that is in use. */
export class ScriptFile {
  readonly #path: string;
  #bytes: Buffer;
  #script: Script;

  /**
   * Reads a script in YAML or JSON.
   *
   * @throws ScriptError if the file cannot be read or has problems.
   */
  constructor(location: string | URL) {
    this.#path = typeof location === "string" ? location : fileURLToPath(location);
    this.#bytes = read(this.#path);
    this.#script = parse(this.#path, this.#bytes);
  }

  /** The script as it was last read without problems. */
  get script(): Script {
    return this.#script;
  }

  /**
   * Reads the file again each time it changes, and reports that on stderr. If the file then has problems, the old script stays.
   *
   * @param use - called with each new script.
   * @param signal - ends the watch.
   */
  watch(use: (script: Script) => void, signal: AbortSignal): void {
    let failure = "";
    const reload = () => {
      try {
        if (this.#reload()) {
          use(this.#script);
          report(`Read ${this.#path} again. Replies: ${this.#script.replies.length}.`);
        }
        failure = "";
      } catch (error) {
        if (!(error instanceof ScriptError)) throw error;
        if (error.message !== failure) report(`${error.message}\nThe previous replies stay in use.`);
        failure = error.message;
      }
    };
    const reportEnd = (error: unknown) => report(`Changes of ${this.#path} go unnoticed: ${error}.`);
    try {
      for (const folder of findFolders(this.#path))
        watchFolder(folder, reload, signal).on("error", reportEnd);
    } catch (error) {
      reportEnd(error);
    }
    // It may have changed since it was read.
    reload();
  }

  /** Returns false if the file has not changed. */
  #reload(): boolean {
    const bytes = read(this.#path);
    if (bytes.equals(this.#bytes)) return false;
    this.#bytes = bytes;
    this.#script = parse(this.#path, bytes);
    return true;
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ScriptError(`The script ${path} cannot be read: ${describeFileError(error)}.`, {
      cause: error,
    });
  }
}

function parse(path: string, bytes: Buffer): Script {
  const parsed = parseScript(bytes);
  if (parsed.valid) return parsed.script;
  const lines = sortProblems(parsed.problems).map((problem) => formatProblem(path, problem));
  throw new ScriptError([`The script ${path} cannot be used.`, ...lines].join("\n"));
}

/** Finds the folder of a file and, if the file is a symbolic link, the folder of its target. */
function findFolders(path: string): ReadonlySet<string> {
  const folder = realpathSync(dirname(path));
  // An editor may be replacing the file just now.
  return new Set([folder, existsSync(path) ? dirname(realpathSync(path)) : folder]);
}

/** Milliseconds. An editor that saves a file changes it several times in a row. */
const settlingTime = 50;

/** Watches a whole folder, because a watch of a file ends when an editor replaces the file. */
function watchFolder(path: string, onChange: () => void, signal: AbortSignal): FSWatcher {
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  return watch(path, { persistent: false, signal }, () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      onChange();
    }, settlingTime);
  });
}

function report(text: string): void {
  console.error(`completions-mock: ${text}`);
}
