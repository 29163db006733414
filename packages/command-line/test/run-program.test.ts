import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("support/greet-program.ts", import.meta.url));

function start(...args: string[]) {
  return spawn(process.execPath, [program, "Ishmael", "--secret", "s3cret", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function run(...args: string[]) {
  const child = start(...args);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, stdout, stderr };
}

test("runs, and ends when nothing is left to do", async () => {
  expect(await run("--times", "2")).toEqual({
    code: 0,
    stdout: "Hello, Ishmael!\nHello, Ishmael!\n",
    stderr: "",
  });
});

test.each(["--help", "--version"])("%s prints to stdout and does not run", async (option) => {
  const { code, stdout, stderr } = await run(option);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^(Usage: greet|1\.2\.3\n)/);
  expect(stdout).not.toContain("Hello");
});

test("invalid arguments print one line to stderr, and the exit code is 2", async () => {
  expect(await run("--times", "x")).toEqual({
    code: 2,
    stdout: "",
    stderr: 'greet: --times must be a whole number from 0 to 65535, not "x".\n',
  });
});

test("a usage error ends the process, even if something is left to do, after what was printed", async () => {
  const { code, stdout, stderr } = await run("--title", "usage", "--times", "20000");
  expect({ code, stderr }).toEqual({ code: 2, stderr: "greet: Not now.\n" });
  expect(stdout).toBe("Hello, Ishmael!\n".repeat(20_000));
});

test("any other error prints its stack, and the exit code is 2", async () => {
  const { code, stderr } = await run("--title", "other");
  expect(code).toBe(2);
  expect(stderr).toMatch(/^Error: A bug\.\n {4}at /);
});

test("a reader that closes stdout ends the program silently", async () => {
  const child = start("--times", "20000");
  child.stdout.destroy();
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
});
