import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Mock, startMock } from "@completions-api/mock";
import { decodeEvents } from "@completions-api/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exampleEnvironment, exampleNames } from "../src/reference/examples.ts";

const run = promisify(execFile);
const folder = new URL("../src/reference/examples/", import.meta.url);
// The consumers of the spec install OpenAI's client for Python: `npx pnpm@12 consumers python-page`.
const pythonWithOpenAI = fileURLToPath(
  new URL("../../../spec/consumers/node_modules/.cache/consumers/python-page/bin/python", import.meta.url),
);

let mock: Mock;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  mock = await startMock({ port: 0 });
  env = { ...process.env, ...exampleEnvironment(mock.url, "any-key") };
});
afterAll(() => mock.close());

describe.each(exampleNames)("$face: $title", ({ face, name }) => {
  const file = (extension: string) => fileURLToPath(new URL(`${face}/${name}.${extension}`, folder));
  const output = readFileSync(file("txt"), "utf8").trimEnd();

  test("the TypeScript program prints the output shown", async () => {
    const options = ["--conditions=@completions-api/source", file("ts")];
    const { stdout } = await run(process.execPath, options, { env });
    expect(stdout.trimEnd()).toBe(output);
  });

  test("the Python program prints the output shown", async ({ skip }) => {
    const python = face === "openai" ? pythonWithOpenAI : "python3";
    skip(
      face === "openai" && !existsSync(python),
      "OpenAI's client for Python is missing. Run `npx pnpm@12 consumers python-page`.",
    );
    const { stdout } = await run(python, [file("py")], { env });
    expect(stdout.trimEnd()).toBe(output);
  });

  test("the curl command gets the response that the programs read", async () => {
    const { stdout } = await run("bash", ["-eu", file("sh")], { env });
    expect(await readAsProgram(name, stdout)).toBe(output);
  });
});

/** Takes from the response to a curl command what the programs print. */
async function readAsProgram(name: string, stdout: string): Promise<string> {
  if (name === "stream") {
    let text = "";
    for await (const event of decodeEvents(new Blob([stdout]).stream()))
      if (event !== "[DONE]" && "choices" in event) text += event.choices[0]?.text ?? "";
    return text;
  }
  const [line = "", status = ""] = stdout.split("\n");
  const body = JSON.parse(line);
  if (name === "error") return `${status} ${(body.error.code ?? body.code) as string}`;
  if (name === "models") return body.data.map(({ id }: { id: string }) => id).join("\n");
  return name === "model" ? body.id : body.choices[0].text;
}
