import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Manifest } from "./manifest.ts";

const base = new URL("../deploy/kubernetes/base/", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, base), "utf8");

/** Reads the base of the manifests as `kubectl kustomize` renders it, apart from the hash in the name of the ConfigMap. */
export function readBase(): Manifest[] {
  const { resources, configMapGenerator } = parse(read("kustomization.yaml"));
  return [
    ...resources.map((file: string) => parse(read(file))),
    ...configMapGenerator.map(({ name, files }: { name: string; files: string[] }) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name },
      data: Object.fromEntries(files.map((file) => [file, read(file)])),
    })),
  ];
}
