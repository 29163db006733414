// Builds what source code reads from `dist`: the bundled spec and the language model.
import { runQuietly } from "./run-quietly.js";

const packages = ["--filter=@completions-api/spec", "--filter=@completions-api/engine"];
// Not the packages that these depend on: they are read as source, and an error in one must not stop `dev` from starting.
process.exitCode = await runQuietly("Building", "turbo", ["run", "build", "--only", ...packages]);
