import { UsageError } from "@completions-api/command-line";
import type { ContractCommandOptions } from "./program.ts";

/**
 * Returns the token that the command line states or names. Without either, there is none.
 *
 * @throws UsageError if the environment variable that it names has no token.
 */
export function readToken({ token, "key-env": name }: ContractCommandOptions): string | undefined {
  if (name === undefined) return token;
  if (token !== undefined)
    throw new UsageError("--token and --key-env exclude each other. Leave one of them out.");
  const value = process.env[name];
  // The messages do not quote the value: it is a secret.
  if (!value)
    throw new UsageError(`The environment variable ${name} is ${value === "" ? "empty" : "not set"}.`);
  if (!/^[!-~]+$/.test(value))
    throw new UsageError(`The environment variable ${name} must be visible ASCII characters.`);
  return value;
}
