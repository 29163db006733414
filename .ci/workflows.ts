// Checks every workflow and action against GitHub's schemas.
import { globSync, readFileSync } from "node:fs";
import { validateAction, validateWorkflow } from "@action-validator/core";

const kinds = [
  { kind: "workflow", files: ".github/workflows/*.yml", validate: validateWorkflow },
  { kind: "action", files: "action/action.yml", validate: validateAction },
];

for (const { kind, files, validate } of kinds) {
  for (const file of globSync(files)) {
    const { errors } = validate(readFileSync(file, "utf8"));
    if (errors.length === 0) continue;
    console.error(`${file} is not a valid ${kind}:\n${JSON.stringify(errors, null, 2)}`);
    process.exitCode = 1;
  }
}
