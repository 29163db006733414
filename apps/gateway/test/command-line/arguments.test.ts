import { readArguments, UsageError } from "@completions-api/command-line";
import { expect, test } from "vitest";
import { program } from "../../src/command-line/program.ts";

const defaults = {
  config: undefined,
  host: undefined,
  port: undefined,
  workers: 1,
  check: false,
  "make-key": undefined,
};

test.each([
  ["", {}],
  [
    "--config a.yaml --host ::1 --port 0 --workers 2 --check --make-key a",
    { config: "a.yaml", host: "::1", port: 0, workers: 2, check: true, "make-key": "a" },
  ],
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
