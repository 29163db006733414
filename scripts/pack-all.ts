// Packs every package that can be published into one folder, and prints the line that installs them in another project.
// npm then finds the dependencies between them among the tarballs that the line names, so nothing has to be in a registry.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

interface Project {
  name: string;
  path: string;
  private: boolean;
}

const root = join(import.meta.dirname, "..");
const folder = join(root, "dist/tarballs");

const listed = execFileSync("pnpm", ["--recursive", "list", "--json", "--depth=-1"], {
  cwd: root,
  encoding: "utf8",
});
const packages = (JSON.parse(listed) as Project[]).filter((project) => !project.private);

// A tarball from an earlier run would be installed too, even if its package has another version now or is gone.
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const filters = packages.map(({ name }) => `--filter=${name}`);
execFileSync("pnpm", ["--recursive", ...filters, "pack", "--pack-destination", folder], {
  cwd: root,
  stdio: ["ignore", "pipe", "inherit"],
});

console.log(`Packed ${packages.map(({ name }) => name).join(", ")}.

To install them in another project, run there:
npm install ${quote(folder)}/*.tgz`);

/** Quotes a path for a shell if it has characters that a shell would read. */
function quote(path: string): string {
  return /^[\w/.:@-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
