import { readArguments, UsageError } from "@completions-api/command-line";
import { expect, test } from "vitest";
import { checkOptions } from "../../src/command-line/check-options.ts";
import { program } from "../../src/command-line/program.ts";

const defaults = {
  config: undefined,
  host: undefined,
  port: undefined,
  workers: 1,
  watch: false,
  "without-site": false,
  check: false,
  probe: false,
  "without-environment": false,
  schema: false,
  "make-key": undefined,
};

test.each([
  ["", {}],
  [
    "--config a.yaml --host ::1 --port 0 --workers 2 --check --make-key a",
    { config: "a.yaml", host: "::1", port: 0, workers: 2, check: true, "make-key": "a" },
  ],
  ["--schema --without-environment", { schema: true, "without-environment": true }],
  ["-- --port 0", { port: 0 }],
])("reads %j", (options, expected) => {
  const args = options.split(" ").filter((arg) => arg !== "");
  expect(readArguments(program, args)).toEqual({ values: { ...defaults, ...expected } });
});

test.each([
  "--port http",
  "--port 65536",
  "--port -1",
  "--port 1e3",
  "--workers 0",
  "--workers 1025",
  "--workers two",
  "--nonesuch",
  "a-file",
  "--port",
  "--config=",
  // It would listen on every address.
  "--host=",
  "--make-key=",
])("refuses %s", (options) => {
  expect(() => readArguments(program, options.split(" "))).toThrow(UsageError);
});

test.each([
  ["--check", "--check needs a file: --config FILE."],
  ["--watch", "--watch needs a file: --config FILE."],
  ["--check --config a.yaml --schema", "--check and --schema are two different tasks. Give one of them."],
  ["--probe", "--probe needs --check: --check --probe --config FILE."],
  [
    "--check --probe --without-environment --config a.yaml",
    "--probe needs the secrets in the environment. Leave out --without-environment.",
  ],
  ["--make-key a --schema", "--make-key and --schema are two different tasks. Give one of them."],
  [
    "--config a.yaml --check --make-key a",
    "--check and --make-key are two different tasks. Give one of them.",
  ],
  [
    "--without-environment --config a.yaml",
    "--without-environment needs --check: --check --without-environment --config FILE.",
  ],
])("refuses %s", (options, message) => {
  const command = readArguments(program, options.split(" "));
  if ("text" in command) throw new Error("It has values.");
  expect(() => checkOptions(command.values)).toThrow(new UsageError(message));
});

test.each([
  "",
  "--schema",
  "--make-key a",
  "--check --config a.yaml --without-environment",
  "--check --config a.yaml --probe",
])("accepts %j", (options) => {
  const command = readArguments(program, options === "" ? [] : options.split(" "));
  if ("text" in command) throw new Error("It has values.");
  expect(() => checkOptions(command.values)).not.toThrow();
});
