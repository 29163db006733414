import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);

export interface Prism extends AsyncDisposable {
  readonly url: string;
}

/** Starts the CLI of Prism on the bundled spec. */
export async function startPrism(): Promise<Prism> {
  const spec = require.resolve("@completions-api/spec/openapi.json");
  const child = spawn(
    process.execPath,
    [require.resolve("@stoplight/prism-cli"), "mock", "--port", "0", spec],
    {
      // In production it starts workers, and crashes.
      env: { ...process.env, NODE_ENV: "development" },
      // To stderr it prints the stack of what it fails on.
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const exited = once(child, "exit");
  for await (const line of createInterface(child.stdout)) {
    const url = /listening on (http:\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      [Symbol.asyncDispose]: async () => {
        child.kill();
        await exited;
      },
    };
  }
  throw new Error(`Prism ended before it listened: ${(await exited).join(", ")}`);
}
