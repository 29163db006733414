import { parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

/** What the command line says. */
export interface Arguments {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly workers: number;
  readonly check: boolean;
  readonly makeKey?: string;
  readonly help: boolean;
  readonly version: boolean;
}

/** @throws UsageError where an option is unknown, or its value makes no sense. */
export function readArguments(args: readonly string[]): Arguments {
  const { config, host, port, workers = "1", "make-key": makeKey, ...flags } = parse(args);
  const { check = false, help = false, version = false } = flags;
  if (config === "") throw new UsageError("--config must be a file, not empty.");
  if (host === "") throw new UsageError("--host must be an address or a host name, not empty.");
  if (makeKey === "") throw new UsageError("--make-key must be a name, not empty.");
  if (check && config === undefined) throw new UsageError("--check needs a file: --config FILE.");
  return {
    ...(config !== undefined && { config }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: readNumber("port", port, { from: 0, to: 65_535 }) }),
    workers: readNumber("workers", workers, { from: 1, to: 1024 }),
    check,
    ...(makeKey !== undefined && { makeKey }),
    help,
    version,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      // Whoever is used to npm puts that before what is for the command: pnpm passes it on.
      args: args[0] === "--" ? args.slice(1) : [...args],
      options: {
        config: { type: "string" },
        host: { type: "string" },
        port: { type: "string" },
        workers: { type: "string" },
        check: { type: "boolean" },
        "make-key": { type: "string" },
        help: { type: "boolean" },
        version: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message : error}; try completions-gateway --help.`,
    );
  }
}

function readNumber(name: string, text: string, { from, to }: { from: number; to: number }): number {
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number < from || number > to) {
    throw new UsageError(`--${name} must be a number from ${from} to ${to}, not ${JSON.stringify(text)}.`);
  }
  return number;
}
