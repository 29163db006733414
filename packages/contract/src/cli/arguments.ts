import { parseArgs } from "node:util";
import { contractCases } from "../cases/index.ts";
import type { ContractCase } from "../contract-case.ts";
import { type Capability, capabilities, type Target } from "../target.ts";

/** The command line asks for what there is not. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(message: string) {
    super(`${message} Try completions-contract --help.`);
  }
}

export interface Command {
  readonly target: Target;
  readonly cases: readonly ContractCase[];
  /** Milliseconds. */
  readonly timeout: number;
  readonly json: boolean;
}

/**
 * Reads the arguments of `completions-contract`.
 *
 * @throws UsageError
 */
export function readArguments(args: readonly string[]): Command | "help" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  const [baseUrl, ...others] = positionals;
  if (baseUrl === undefined || others.length > 0) throw new UsageError("Name one base URL.");
  checkBaseUrl(baseUrl);
  const { token, only = [], capability = [], timeout = "10", json = false } = values;
  // Never quoted: it is a secret.
  if (token === undefined || !/^[!-~]+$/.test(token)) throw new UsageError("--token must be visible ASCII.");
  return {
    target: { baseUrl, token, capabilities: capability.map(readCapability) },
    cases: only.length === 0 ? contractCases : only.map(findCase),
    timeout: readSeconds(timeout) * 1000,
    json,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        token: { type: "string" },
        only: { type: "string", multiple: true },
        capability: { type: "string", multiple: true },
        timeout: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}.`);
  }
}

function checkBaseUrl(text: string): void {
  if (!URL.canParse(text) || !/^https?:/i.test(text)) {
    throw new UsageError(`${JSON.stringify(text)} is no URL of http or https.`);
  }
  const { username, password, search, hash } = new URL(text);
  // Never quoted: it may hold a password.
  if (username || password) throw new UsageError("The base URL must have no user name or password.");
  if (search || hash) throw new UsageError(`The base URL must end before ${JSON.stringify(search || hash)}.`);
}

function readSeconds(text: string): number {
  if (/^\d+$/.test(text) && Number(text) > 0 && Number(text) <= 86_400) return Number(text);
  throw new UsageError(`--timeout must be whole seconds from 1 to 86400, not ${JSON.stringify(text)}.`);
}

function readCapability(name: string): Capability {
  if (isCapability(name)) return name;
  throw new UsageError(`There is no capability ${JSON.stringify(name)}.`);
}

function isCapability(name: string): name is Capability {
  return Object.hasOwn(capabilities, name);
}

function findCase(id: string): ContractCase {
  const found = contractCases.find((contractCase) => contractCase.id === id);
  if (found === undefined) throw new UsageError(`There is no case ${JSON.stringify(id)}.`);
  return found;
}
