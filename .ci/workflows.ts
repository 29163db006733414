// Checks every workflow and action against GitHub's schemas, and that workflows run nobody else's code in our name.
import { globSync, readFileSync } from "node:fs";
import { validateAction, validateWorkflow } from "@action-validator/core";
import packageJson from "../package.json" with { type: "json" };
import { findUnsafe } from "./workflow-safety.ts";

const kinds = [
  { kind: "workflow", files: ".github/workflows/*.yml", validate: validateWorkflow },
  { kind: "action", files: "action/**/action.yml", validate: validateAction },
];

for (const { kind, files, validate } of kinds) {
  for (const file of globSync(files)) {
    const text = readFileSync(file, "utf8");
    const { errors } = validate(text);
    for (const problem of kind === "workflow" ? findUnsafe(text, packageJson.packageManager) : []) {
      console.error(`${file}: ${problem}`);
      process.exitCode = 1;
    }
    if (errors.length === 0) continue;
    console.error(`${file} is not a valid ${kind}:\n${JSON.stringify(errors, null, 2)}`);
    process.exitCode = 1;
  }
}
