import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { UsageError } from "@completions-api/command-line";
import { Ajv } from "ajv";
import { parse } from "yaml";
import schema from "../consumer.schema.json" with { type: "json" };

/** A program that reads the spec, as its consumer.yaml describes it. consumer.schema.json explains each property. */
export interface Consumer {
  readonly folder: string;
  readonly name: string;
  readonly homepage: string;
  readonly version: string;
  readonly language: string;
  readonly needs: readonly string[];
  readonly skippedInCi?: string;
  readonly spec: string;
  readonly checks?: readonly string[];
  readonly install: readonly string[];
  readonly generate: readonly string[];
  readonly changes?: Changes;
  readonly compile: readonly string[];
  readonly run: string;
  readonly faults: Readonly<Record<string, Fault>>;
}

/** Why a check is expected to fail. */
export interface Fault {
  readonly whose: "generator";
  readonly issue: string;
  readonly why: string;
}

/** Why `generate` changes the spec. */
export interface Changes {
  readonly issue: string;
  readonly why: string;
}

/** The checks that every code generator's program reports. */
export const programChecks = ["completes", "prompt-lists", "tokens", "error", "stream"] as const;

/** The folder that has a folder for each consumer. */
export const consumersFolder: string = fileURLToPath(new URL("..", import.meta.url));

const validate = new Ajv({ useDefaults: true, allErrors: true }).compile(schema);

/** Reads every consumer, in the order of their names. */
export function readConsumers(folder: string = consumersFolder): Consumer[] {
  return readdirSync(folder)
    .filter((name) => existsSync(`${folder}/${name}/consumer.yaml`))
    .sort()
    .map((name) => readConsumer(`${folder}/${name}`, name));
}

/** Lists the checks of a consumer: those of the harness, for which it has shell lines, and those of its program. */
export function listChecks({ checks, generate, compile }: Consumer): string[] {
  return [
    ...(generate.length > 0 ? ["generates"] : []),
    ...(compile.length > 0 ? ["compiles"] : []),
    ...(checks ?? programChecks),
  ];
}

function readConsumer(folder: string, name: string): Consumer {
  const file = `${folder}/consumer.yaml`;
  const consumer: unknown = parse(readFileSync(file, "utf8"));
  if (!validate(consumer)) {
    const problems = (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || "/"} ${message} ${JSON.stringify(params)}`,
    );
    throw new UsageError(`${file} is invalid: ${problems.join("; ")}.`);
  }
  // The schema that it matches, with defaults, is that of the interface.
  const read = { ...(consumer as Omit<Consumer, "folder">), folder };
  if (read.name !== name) throw new UsageError(`${file} has the name ${read.name}, and its folder ${name}.`);
  const unknown = Object.keys(read.faults).filter((check) => !listChecks(read).includes(check));
  if (unknown.length > 0)
    throw new UsageError(`${file} has faults of unknown checks: ${unknown.join(", ")}.`);
  return read;
}
