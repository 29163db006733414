// Packs every package as it would be published, installs the tarballs into an empty project as `pack:all` tells users to, and
// uses them there: each export resolves and loads, each command tells how to use it, the contract holds for the mock, the client
// reads a stream of it, and what it responds to OpenAI's clients is valid. The mock alone is also small, and runs by npx.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { checkInstalledMock, oldestNodePath } from "./installed-mock.ts";

interface Manifest {
  name: string;
  version: string;
  exports: Record<string, unknown>;
  bin?: Record<string, string>;
  dependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

const project = mkdtempSync(join(tmpdir(), "packed-"));
process.on("exit", () => rmSync(project, { recursive: true, force: true }));

const manifests = installTarballs();
await loadExports();
for (const { bin = {} } of manifests) for (const command of Object.keys(bin)) run(command, "--help");
await runContractAgainstMock();
await checkInstalledMock(listTarballs("@completions-api/mock"));

/** Runs the line that `pack:all` prints for users, and returns the manifests of the packages that it installed. */
function installTarballs(): Manifest[] {
  // Not `pnpm pack:all`, which would build while other checks read what is built.
  const output = execFileSync(process.execPath, ["scripts/pack-all.ts"], { encoding: "utf8" });
  const line = output.trimEnd().split("\n").at(-1) ?? "";
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  execFileSync("sh", ["-c", line], {
    cwd: project,
    stdio: "pipe",
    env: { ...process.env, npm_config_ignore_scripts: "true", npm_config_prefer_offline: "true" },
  });
  const { dependencies } = readManifest(project);
  return Object.keys(dependencies ?? {}).map((name) => readManifest(join(project, "node_modules", name)));
}

/** Lists the tarballs of a package and of all packages of this repository that it depends on. */
function listTarballs(name: string): string[] {
  const names = new Set([name]);
  // A set also iterates over what is added meanwhile.
  for (const each of names) {
    const { dependencies = {} } = manifests.find((manifest) => manifest.name === each) ?? {};
    for (const dependency of Object.keys(dependencies))
      if (manifests.some((manifest) => manifest.name === dependency)) names.add(dependency);
  }
  return manifests
    .filter((manifest) => names.has(manifest.name))
    .map(({ name, version }) => join("dist/tarballs", `${name.replace(/^@(.*)\//, "$1-")}-${version}.tgz`))
    .map((file) => resolve(file));
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

async function loadExports(): Promise<void> {
  const { resolve } = createRequire(join(project, "package.json"));
  for (const { name, exports, peerDependenciesMeta = {} } of manifests) {
    for (const path of Object.keys(exports)) {
      const file = resolve(join(name, path));
      if (file.endsWith(".js")) await load(file, peerDependenciesMeta);
      else if (readFileSync(file, "utf8") === "") throw new Error(`${name} exports an empty ${path}.`);
    }
  }
}

/** Loads a module, unless it needs a peer that is optional and not installed. */
async function load(file: string, peers: Readonly<Record<string, { optional?: boolean }>>): Promise<void> {
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    const [, missing = ""] = /^Cannot find package '(.+?)'/.exec(String((error as Error).message)) ?? [];
    if (!peers[missing]?.optional) throw error;
  }
}

function run(command: string, ...options: string[]): void {
  const output = execFileSync(join(project, "node_modules/.bin", command), options, {
    cwd: project,
    encoding: "utf8",
  });
  if (output === "") throw new Error(`${command} ${options.join(" ")} printed nothing.`);
}

// The file to import is known only once it is installed, so the callers of this take the types of the source.
async function importInstalled<Exports>(name: string): Promise<Exports> {
  const { resolve } = createRequire(join(project, "package.json"));
  return await import(pathToFileURL(resolve(name)).href);
}

async function streamWithClient(baseUrl: string): Promise<void> {
  const { createCompletionsClient } =
    await importInstalled<typeof import("../packages/client/src/index.ts")>("@completions-api/client");
  const client = createCompletionsClient({ baseUrl, credential: "any-token" });
  const stream = await client.complete({ prompt: "Call me", max_tokens: 4, stream: true });
  const { usage } = await stream.final();
  if (!usage?.completion_tokens) throw new Error("The client got an empty completion.");
}

async function completeAsOpenAI(baseUrl: string): Promise<void> {
  const { validateCreateCompletionResponse } = await importInstalled<
    typeof import("../packages/validators/src/openai.ts")
  >("@completions-api/validators/openai");
  const response = await fetch(`${baseUrl}/v1/completions`, {
    method: "POST",
    headers: { authorization: "Bearer any-key", "content-type": "application/json" },
    body: JSON.stringify({ prompt: "Call me", n: 2 }),
  });
  const body = await response.text();
  const { valid } = validateCreateCompletionResponse(JSON.parse(body));
  if (!valid) throw new Error(`The mock responded to OpenAI's clients with ${body}`);
}

async function runContractAgainstMock(): Promise<void> {
  const mock = spawn(join(project, "node_modules/.bin/completions-mock"), ["--port", "0"], {
    cwd: project,
    env: { ...process.env, PATH: oldestNodePath() },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const left = once(mock, "exit");
  try {
    const [greeting] = await once(mock.stdout, "data");
    const url = /http:\/\/[\d.]+:\d+/.exec(String(greeting))?.[0];
    if (url === undefined) throw new Error(`The mock did not say where it is: ${greeting}`);
    // The page's style and script are files beside the bundle.
    run("completions-contract", url, "--token=any-token", "--report=run.html", "--har=run.har");
    await streamWithClient(url);
    await completeAsOpenAI(url);
  } finally {
    mock.kill("SIGTERM");
  }
  const [exitCode] = await left;
  if (exitCode !== 0) throw new Error(`The mock left with ${exitCode} after SIGTERM.`);
}
