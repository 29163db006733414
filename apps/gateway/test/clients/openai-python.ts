import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ErrorRequest } from "./error-requests.ts";
import type { ClientSettings } from "./servers.ts";

/** An error of the Python client. */
export interface PythonError {
  readonly status: number;
  /** `str(error)`. */
  readonly text: string;
  /** `error.body`. */
  readonly body: unknown;
}

const execute = promisify(execFile);
const requirement = "openai==3.57.0";
// Kept between runs, because it takes long to install.
const environment = fileURLToPath(
  new URL(`../../node_modules/.cache/python/${requirement}`, import.meta.url),
);
const python = `${environment}/bin/python`;
const installed = `${environment}/installed`;
const script = fileURLToPath(new URL("openai-errors.py", import.meta.url));

/** Installs the client unless it is installed. Returns the reason if that fails: there may be no Python, or no network. */
export async function installPythonClient(): Promise<string | undefined> {
  if (existsSync(installed)) return undefined;
  try {
    await rm(environment, { recursive: true, force: true });
    await execute("python3", ["-m", "venv", environment]);
    await execute(python, ["-m", "pip", "install", "--quiet", "--no-compile", requirement]);
    await writeFile(installed, "");
    return undefined;
  } catch (error) {
    return `${requirement} cannot be installed: ${String(error).split("\n")[0]}`;
  }
}

/** Sends requests with OpenAI's client for Python. Returns the errors that it raises. */
export async function askInPython(
  { baseURL, apiKey, model, query, headers }: ClientSettings,
  requests: readonly ErrorRequest[],
): Promise<PythonError[]> {
  const options = {
    client: { base_url: baseURL, api_key: apiKey, default_query: query, default_headers: headers },
    requests: requests.map((request) => ({
      model,
      prompt: "Call me",
      max_tokens: request.maxTokens,
      temperature: request.temperature,
      extra_headers: request.headers,
    })),
  };
  const { stdout } = await execute(python, [script, JSON.stringify(options)]);
  return JSON.parse(stdout);
}
