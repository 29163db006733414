// Checks every workflow against GitHub's schema.
import { globSync, readFileSync } from "node:fs";
import { validateWorkflow } from "@action-validator/core";

for (const file of globSync(".github/workflows/*.yml")) {
  const { errors } = validateWorkflow(readFileSync(file, "utf8"));
  if (errors.length === 0) continue;
  console.error(`${file} is not a valid workflow:\n${JSON.stringify(errors, null, 2)}`);
  process.exitCode = 1;
}
