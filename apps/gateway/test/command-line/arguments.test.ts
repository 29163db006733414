import { expect, test } from "vitest";
import { readArguments } from "../../src/command-line/arguments.ts";
import { UsageError } from "../../src/command-line/usage-error.ts";

test("without arguments it serves, with one process", () => {
  expect(readArguments([])).toEqual({ workers: 1, check: false, help: false, version: false });
});

test("every option is read", () => {
  const options = "--config a.yaml --host ::1 --port 0 --workers 2 --check --make-key a --help --version";
  expect(readArguments(options.split(" "))).toEqual({
    config: "a.yaml",
    host: "::1",
    port: 0,
    workers: 2,
    check: true,
    createApiKey: "a",
    help: true,
    version: true,
  });
});

test("they may come after the dashes that npm needs before them", () => {
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
  // It would listen on every address.
  "--host=",
  "--make-key=",
])("%s is refused", (options) => {
  expect(() => readArguments(options.split(" "))).toThrow(UsageError);
});
