// Compiles the type tests as users do: against the published files, with users' compilers and settings.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

for (const compiler of ["typescript-5.4", "typescript-5.9", "typescript-6.0", "typescript"]) {
  for (const project of ["browser", "node"]) {
    const tsc = join(import.meta.dirname, "../../node_modules", compiler, "bin/tsc");
    const config = join(import.meta.dirname, `tsconfig.${project}.json`);
    const { status } = spawnSync(process.execPath, [tsc, "--project", config], { stdio: "inherit" });
    if (status === 0) continue;
    console.error(`The types do not compile with ${compiler} and tsconfig.${project}.json.`);
    process.exitCode = 1;
  }
}
