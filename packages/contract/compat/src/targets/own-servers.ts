import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FaceName } from "@completions-api/contract";
import { startMock } from "@completions-api/mock";
import { RunningProgram } from "@completions-api/testing";
import type { CompatTarget, StartedTarget } from "./target.ts";

/** A token that our servers accept. */
export const token = "compatibility-token";

const gateway = new URL("../../../../../apps/gateway/src/cli.ts", import.meta.url);

/** Returns the base URL of a face of our own servers. */
function urlOf(origin: string, face: FaceName): string {
  return face === "openai" ? `${origin}/v1` : origin;
}

/** Returns our mock as a target. */
export function mockTarget(face: FaceName): CompatTarget {
  return {
    id: `mock-${face}`,
    name: "our mock",
    face,
    async start() {
      const mock = await startMock({ port: 0 });
      return {
        url: urlOf(mock.url, face),
        version: "of this commit",
        token,
        [Symbol.asyncDispose]: () => mock.close(),
      };
    },
  };
}

/**
 * Returns our gateway as a target.
 *
 * @param startEngine - starts the server behind it. By default it has its embedded engine.
 */
export function gatewayTarget(
  face: FaceName,
  { id, name, ...engine }: { id: string; name: string; start?: () => Promise<StartedEngine> },
): CompatTarget {
  return {
    id: `${id}-${face}`,
    name,
    face,
    async start() {
      await using stack = new AsyncDisposableStack();
      const behind = engine.start && stack.use(await engine.start());
      const started = stack.use(
        await startGateway({ default: behind?.deployment ?? { engine: "embedded" } }),
      );
      const owned = stack.move();
      return {
        url: urlOf(started.url, face),
        version: `of this commit${behind === undefined ? "" : `, before ${behind.version}`}`,
        token,
        [Symbol.asyncDispose]: () => owned.disposeAsync(),
      };
    },
  };
}

/** A server behind our gateway. */
export interface StartedEngine extends AsyncDisposable {
  readonly version: string;
  /** The gateway's configuration of its deployment. */
  readonly deployment: object;
}

/** Starts the gateway's command. */
async function startGateway(deployments: object): Promise<Pick<StartedTarget, "url"> & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "compat-"));
  const file = join(folder, "gateway.yaml");
  const sha256 = createHash("sha256").update(token).digest("hex");
  // JSON is YAML.
  await writeFile(file, JSON.stringify({ keys: [{ name: "compat", sha256 }], deployments }));
  const program = await RunningProgram.start(gateway, ["--config", file, "--port", "0"]);
  return {
    url: program.url,
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}
