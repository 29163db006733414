import { compileValues } from "./compile-values.ts";
import { describe, type Manifest } from "./manifest.ts";

/**
 * Checks manifests against the schemas of Kubernetes, and against its types: unlike the schemas, they refuse unknown, and so
 * misspelled, properties.
 *
 * @returns the problems.
 */
export async function checkManifests(manifests: readonly Manifest[]): Promise<string[]> {
  const problems = await Promise.all(manifests.map(checkSchema));
  const values = manifests.map((value) => ({
    name: describe(value),
    type: `import("kubernetes-models/${value.apiVersion}").I${value.kind}`,
    value,
  }));
  return [...problems.flat(), ...compileValues(values)];
}

async function checkSchema(manifest: Manifest): Promise<string[]> {
  const name = `kubernetes-models/${manifest.apiVersion}`;
  const { [manifest.kind]: Model } = await import(/* @vite-ignore */ name);
  try {
    new Model(manifest).validate();
    return [];
  } catch (error) {
    return [`${describe(manifest)}: ${error}`];
  }
}
