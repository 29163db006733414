import { expect, test } from "vitest";
import { readArguments } from "../../src/command-line/arguments.ts";
import { UsageError } from "../../src/command-line/usage-error.ts";

test("serves with one process by default", () => {
  expect(readArguments([])).toEqual({ workers: 1, check: false, help: false, version: false });
});

test("reads every option", () => {
  const options = "--config a.yaml --host ::1 --port 0 --workers 2 --check --make-key a --help --version";
  expect(readArguments(options.split(" "))).toEqual({
    config: "a.yaml",
    host: "::1",
    port: 0,
    workers: 2,
    check: true,
    makeKey: "a",
    help: true,
    version: true,
  });
});

test("accepts options after the -- that npm requires", () => {
  expect(readArguments(["--", "--port", "0"])).toMatchObject({ port: 0 });
});

test.each([
  "--port http",
  "--port 65536",
  "--port -1",
  "--port 1e3",
  "--workers 0",
  "--workers two",
  "--nonesuch",
  "a-file",
  "--port",
  "--check",
  "--config=",
  // An empty host would listen on every address.
  "--host=",
  "--make-key=",
])("%s is refused", (options) => {
  expect(() => readArguments(options.split(" "))).toThrow(UsageError);
});
