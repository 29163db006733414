import { spawn } from "node:child_process";
import { ReviewError } from "../review-error.ts";

export interface GitResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitOptions {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs git in a folder. No shell is involved, so arguments need no quoting, and a failure is a result. */
export function tryGit(
  folder: string,
  args: readonly string[],
  { input = "", environment = {} }: GitOptions = {},
): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["-C", folder, "--literal-pathspecs", ...args], {
      // Messages in English, no question for a password, and no lock that a command of the user might need.
      env: { ...process.env, LC_ALL: "C", GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", ...environment },
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (bytes: Buffer) => stdout.push(bytes));
    child.stderr.on("data", (bytes: Buffer) => stderr.push(bytes));
    child.on("error", (error) => {
      reject(new ReviewError(`Cannot run git: ${error.message}. Install git 2.25 or later.`));
    });
    child.on("close", (exitCode) => {
      resolve({
        exitCode: exitCode ?? 1,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString().trim(),
      });
    });
    // Git may end before it has read everything.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

/** Runs git in a folder and returns what it prints. A failure is a {@link ReviewError}. */
export async function runGit(folder: string, args: readonly string[], options?: GitOptions): Promise<Buffer> {
  const { exitCode, stdout, stderr } = await tryGit(folder, args, options);
  if (exitCode !== 0) throw new ReviewError(`git ${args[0]} failed in ${folder}: ${stderr}`);
  return stdout;
}

/** Splits what git prints with `-z`. */
export function splitAtNulls(bytes: Buffer): string[] {
  return bytes
    .toString()
    .split("\0")
    .filter((part) => part !== "");
}
