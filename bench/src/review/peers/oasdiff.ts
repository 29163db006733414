import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Case } from "../corpus.ts";
import type { Peer } from "../peer.ts";
import { toBreak } from "../to-break.ts";

const version = "v1.38.0";

/** Tried on the corpus: the other flags change no rating, and without the warnings it misses more. */
const flags = ["--flatten-allof", "--flatten-params", "--include-path-params", "--format", "json"];

/**
 * `oasdiff breaking`, built from its Go module.
 *
 * @throws Error if there is no Go, or if the module cannot be built.
 */
export async function createOasdiff(): Promise<Peer> {
  const folder = fileURLToPath(new URL(`../../../node_modules/.cache/oasdiff-${version}/`, import.meta.url));
  const program = `${folder}oasdiff`;
  if (!existsSync(program)) {
    const env = { ...process.env, GOBIN: folder, GOPATH: `${folder}path`, GOFLAGS: "-modcacherw" };
    await promisify(execFile)("go", ["install", `github.com/oasdiff/oasdiff@${version}`], { env });
  }
  return {
    name: `oasdiff ${version.slice(1)}`,
    async findBreaks({ base, head }: Case) {
      const { stdout } = await promisify(execFile)(program, ["breaking", base, head, ...flags]);
      const breaks: readonly { readonly id: string }[] | null = JSON.parse(stdout || "[]");
      return (breaks ?? []).map(({ id }) => toBreak(id));
    },
  };
}
