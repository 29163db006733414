import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Mock, startMock } from "@completions-api/mock";
import { type RunningServer, startServer } from "@completions-api/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { python, quote, toLiteral, typescript } from "../src/playground/code/literal.ts";
import { toCurl } from "../src/playground/code/to-curl.ts";
import { toPython } from "../src/playground/code/to-python.ts";
import { toTypeScript } from "../src/playground/code/to-typescript.ts";
import type { Face } from "../src/playground/face.ts";
import type { RecordedRequest } from "../src/playground/run-record.ts";

const run = promisify(execFile);
const folder = fileURLToPath(new URL("..", import.meta.url));
const installed = fileURLToPath(
  new URL("../../../spec/consumers/node_modules/.cache/consumers/python-page/bin/python", import.meta.url),
);
const pythonWithOpenAI = process.env.PYTHON_WITH_OPENAI ?? installed;
const hostile = 'it\'s "100 %" $HOME `id` $(id) \\n \u0000\u202e\u{e0041}\u2028 🐳 </script>';
const secret = "moby-dick-1851";

let mock: Mock;
let echo: RunningServer;
let received: { readonly body: string; readonly authorization: string | undefined } | undefined;

beforeAll(async () => {
  mock = await startMock({ port: 0, deployments: ["moby-dick"] });
  const server = createServer(async (request, response) => {
    received = { body: await text(request), authorization: request.headers.authorization };
    response.end();
  });
  echo = await startServer(server);
});
afterAll(async () => {
  await mock.close();
  await echo[Symbol.asyncDispose]();
});

function requestOf(face: Face, body: unknown, headers: RecordedRequest["headers"] = {}): RecordedRequest {
  const path = face === "openai" ? "/v1/completions" : "/completions?api-version=2024-04-01-preview";
  return {
    method: "POST",
    url: mock.url + path,
    headers: {
      accept: "application/json",
      authorization: `Bearer ${secret}`,
      "content-type": "application/json",
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

const env = { ...process.env, COMPLETIONS_API_KEY: "any-key" };

/** Runs a program of Node as `npm` would have installed its packages. */
async function runTypeScript(program: string): Promise<string> {
  const options = [
    "--conditions=@completions-api/source",
    "--input-type=module-typescript",
    "--eval",
    program,
  ];
  return (await run(process.execPath, options, { cwd: folder, env })).stdout;
}

async function runPython(program: string, binary = "python3"): Promise<string> {
  return (await run(binary, ["-c", program], { env })).stdout;
}

test("bash sends exactly the body of the request", async () => {
  const bodies = fc.oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.json({ stringUnit: "binary" }),
    fc.constantFrom(hostile, "'", "\\", "%s", "@file", "a".repeat(40_000), "\n", "\r\n", "!x\\'"),
  );
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const request = {
        method: "POST",
        url: `${echo.url}/?q='$HOME'`,
        headers: { authorization: "x" },
        body,
      };
      const shell = execFile("bash", { env });
      shell.stdin?.end(toCurl(request));
      await once(shell, "exit");
      expect(received).toEqual({ body, authorization: "Bearer any-key" });
    }),
    { numRuns: 60 },
  );
});

test("the literals of both languages have the value of the JSON", async () => {
  const values = fc.sample(fc.jsonValue({ stringUnit: "binary" }), 500);
  const all = [...values, { ["__proto__"]: hostile, [hostile]: [1, -0.5, 1e21, true, null, "", {}, []] }];
  for (const value of all) {
    const literal = toLiteral(value, typescript);
    expect(literal).not.toMatch(/[^\n\P{Cc}]|\p{Cf}|\p{Zl}|\p{Zp}/u);
    expect(JSON.stringify(new Function(`return ${literal}`)())).toBe(JSON.stringify(value));
  }
  const pairs = all.map((value) => [toLiteral(value, python), JSON.stringify(value)]);
  const program =
    "import ast, json, sys\nfor literal, value in json.load(sys.stdin): assert ast.literal_eval(literal) == json.loads(value), literal\nprint('equal')";
  const child = execFile("python3", ["-c", program]);
  child.stdin?.end(JSON.stringify(pairs));
  expect(child.stdout && (await text(child.stdout))).toBe("equal\n");
});

test.each<[Face, Record<string, unknown>]>([
  ["completions", { prompt: hostile, max_tokens: 8, seed: 2 }],
  ["completions", { prompt: ["Call", "me"], max_tokens: 8, seed: 2, stream: true }],
  ["openai", { model: "moby-dick", prompt: hostile, max_tokens: 8, seed: 2 }],
  ["openai", { model: "moby-dick", prompt: "Call me", max_tokens: 8, seed: 2, stream: true }],
  ["openai", { prompt: "Call me", max_tokens: 8, seed: 2 }],
])("each program sends the request to the face %s: %j", async (face, body) => {
  const deployment = "moby-dick";
  const headers = face === "completions" ? { "azureml-model-deployment": deployment } : {};
  const request = requestOf(face, body, headers);
  const needsOpenAI = face === "openai" && "model" in body;
  const outputs: string[] = [];
  for (const send of [
    async () => runTypeScript(toTypeScript(request, face)),
    async () =>
      needsOpenAI && !existsSync(pythonWithOpenAI)
        ? undefined
        : runPython(toPython(request, face), needsOpenAI ? pythonWithOpenAI : "python3"),
    async () => (await run("bash", ["-c", toCurl(request)], { env })).stdout,
  ]) {
    mock.reset();
    const output = await send();
    if (output === undefined) continue;
    outputs.push(output);
    expect(mock.requests).toHaveLength(1);
    expect(mock.lastRequest).toMatchObject({ body, face });
    if (face === "completions" || "model" in body) expect(mock.lastRequest).toMatchObject({ deployment });
    expect(output).not.toBe("");
  }
  expect(outputs.length).toBeGreaterThan(1);
});

test("a request that is no completion becomes a program without a client", async () => {
  const request = { method: "GET", url: `${mock.url}/v1/models`, headers: { authorization: "x" }, body: "" };
  expect(await runTypeScript(toTypeScript(request, "openai"))).toContain('"object":"list"');
  expect(await runPython(toPython(request, "openai"))).toContain('"object":"list"');
});

test("a number that a program would change is sent as it was written", () => {
  const request = { ...requestOf("completions", {}), body: '{"prompt":"a","seed":9007199254740993}' };
  expect(toTypeScript(request, "completions")).toContain("9007199254740993");
  expect(toPython(request, "completions")).toContain("9007199254740993");
});

test("no program has the key, or the headers that clients set themselves", () => {
  const headers = {
    "user-agent": "Whale",
    "content-length": "1",
    "sec-fetch-mode": "cors",
    "x-whale": "white",
  };
  for (const face of ["completions", "openai"] as const) {
    const request = requestOf(face, { prompt: "a", unknown: 1 }, headers);
    for (const program of [toCurl(request), toTypeScript(request, face), toPython(request, face)]) {
      expect(program).toContain("COMPLETIONS_API_KEY");
      expect(program).toContain("white");
      expect(program).not.toMatch(/moby-dick-1851|user-agent|content-length|sec-fetch/i);
    }
  }
});

test("the type checker accepts the programs for the clients", async () => {
  const programs = [
    toTypeScript(requestOf("completions", { prompt: "a", stop: ["b"], seed: null }), "completions"),
    toTypeScript(
      requestOf(
        "completions",
        { prompt: [1, 2], top_k: 4, stream: true },
        { "extra-parameters": "pass-through" },
      ),
      "completions",
    ),
    toTypeScript(requestOf("openai", { model: "m", prompt: "a", logprobs: 5, stream: true }), "openai"),
    toTypeScript(requestOf("openai", { prompt: hostile }), "openai"),
  ];
  // Below this folder, where the packages are found.
  const temporary = mkdtempSync(fileURLToPath(new URL("programs-", import.meta.url)));
  try {
    for (const [index, program] of programs.entries()) writeFileSync(`${temporary}/${index}.ts`, program);
    writeFileSync(
      `${temporary}/tsconfig.json`,
      '{ "extends": "../../tsconfig.json", "compilerOptions": { "moduleDetection": "force" } }',
    );
    const tsc = fileURLToPath(new URL("../../../node_modules/typescript/bin/tsc", import.meta.url));
    const result = await run(process.execPath, [tsc, "-p", temporary, "--noEmit"]).catch((error) => error);
    expect(result.stdout).toBe("");
  } finally {
    rmSync(temporary, { recursive: true });
  }
});

test("a text of several lines is one line of a literal", () => {
  expect(quote("a\nb", python)).toBe('"a\\nb"');
});
