import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { type Mock, startMock } from "@completions-api/mock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readmeFiles } from "./support/readme-files.ts";

// The blocks of the README that are whole files. Its other programs are tested in readme.test.ts.
const root = new URL("../../../", import.meta.url);
const examples = [...readmeFiles.keys()].filter((name) => name.startsWith("examples/"));

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0 });
});
afterAll(() => mock.close());

// The tests of `examples` run them.
test.each(examples)("%s is shown as it is", (name) => {
  expect(readmeFiles.get(name)).toBe(readFileSync(new URL(name, root), "utf8"));
});

test("every other file has a test", () => {
  const others = [...readmeFiles.keys()].filter((name) => !examples.includes(name));
  // test/runtimes/readme.test.ts runs the last one.
  expect(others).toEqual(["worker.ts", "complete.ts", "complete.cjs", "complete.test.mjs"]);
});

test("the worker responds with the text of a stream", async () => {
  const module = read("worker.ts").replace("export default", "const worker =");
  const request = `new Request("http://worker.example", { method: "POST", body: "Call me" })`;
  const call = `console.log(await (await worker.fetch(${request}, process.env)).text());`;
  expect(await run("module-typescript", module + call)).toMatch(/\S/);
});

test("the script prints the text of a stream", async () => {
  expect(await run("module-typescript", read("complete.ts"), "Call me")).toMatch(/\S/);
});

test("a CommonJS module requires the client", async () => {
  expect(await run("commonjs", read("complete.cjs"))).toBe(" Ishmael\n");
});

function read(name: string): string {
  return readmeFiles.get(name)?.replace("https://completions.example.com", mock.url) ?? "";
}

/** Runs a program of the README and returns its output. */
async function run(type: string, code: string, ...parameters: string[]): Promise<string> {
  const options = ["--conditions=@completions-api/source", `--input-type=${type}`, "--eval", code];
  const { stdout } = await promisify(execFile)(process.execPath, [...options, "--", ...parameters], {
    cwd: new URL("..", import.meta.url),
    env: { ...process.env, COMPLETIONS_KEY: "any-token" },
  });
  return stdout;
}
