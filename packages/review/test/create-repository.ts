import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A git repository in a temporary folder, which disappears at the end of a test with `using`. */
export interface TestRepository extends Disposable {
  readonly folder: string;
  /** Runs git and returns what it prints. */
  git(...args: readonly string[]): string;
  /** Writes files. A text of undefined removes the file. */
  write(files: Readonly<Record<string, string | Uint8Array | undefined>>): void;
  /** Writes files, commits everything and returns the id of the commit. */
  commit(files: Readonly<Record<string, string | undefined>>): string;
}

/** Creates a repository whose branch `main` has one commit with `files`. */
export function createRepository(files: Readonly<Record<string, string>>): TestRepository {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "review-")));
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@localhost", ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      // The configuration of the machine must not decide a test.
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
    }).trim();
  const write: TestRepository["write"] = (changes) => {
    for (const [path, text] of Object.entries(changes)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      if (text === undefined) rmSync(file);
      else writeFileSync(file, text);
    }
  };
  const commit: TestRepository["commit"] = (changes) => {
    write(changes);
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "--message", "Change files");
    return git("rev-parse", "HEAD");
  };
  git("init", "--quiet", "--initial-branch", "main");
  commit(files);
  return {
    folder,
    git,
    write,
    commit,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
