// Renders the manifests in deploy/kubernetes with kubectl, and checks what it would apply.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { executeProgram } from "@completions-api/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { checkManifestReferences } from "../../scripts/check-manifest-references.ts";
import { checkManifests } from "../../scripts/check-manifests.ts";
import { type Manifest, ofKind } from "../../scripts/manifest.ts";
import { readBase } from "../../scripts/read-base.ts";
import { serveConfig } from "../support/serve-config.ts";

const cli = new URL("../../src/cli.ts", import.meta.url);
const folder = new URL("../../deploy/kubernetes/", import.meta.url);
const folders = ["base", "example"];
const autoscalers = ["base/horizontal-pod-autoscaler.yaml", "example/engines-autoscaler.yaml"];

const withoutKubectl = spawnSync("kubectl", ["version", "--client"]).error
  ? "kubectl is not installed: https://kubernetes.io/docs/tasks/tools has it"
  : undefined;

function render(name: string): Manifest[] {
  const path = fileURLToPath(new URL(name, folder));
  const output = execFileSync("kubectl", ["kustomize", path], { encoding: "utf8" });
  return parseAllDocuments(output).map((document) => document.toJS());
}

describe("rendered manifests", () => {
  beforeEach(({ skip }) => skip(withoutKubectl !== undefined, withoutKubectl));

  test("are valid, and agree with each other", async () => {
    const rendered = folders.map(render);
    expect(await checkManifests(rendered.flat())).toEqual([]);
    for (const manifests of rendered) {
      expect(manifests.length).toBeGreaterThan(6);
      expect(checkManifestReferences(manifests)).toEqual([]);
    }
  });

  test("have the configuration under a name that changes with it", () => {
    const names = folders.map((folder) => {
      const manifests = render(folder);
      const [configMap] = ofKind(manifests, "ConfigMap");
      expect(JSON.stringify(ofKind(manifests, "Deployment"))).toContain(
        `"configMap":{"name":"${configMap?.metadata?.name}"}`,
      );
      return configMap?.metadata?.name;
    });
    expect(new Set(names).size).toBe(2);
  });

  test("get their namespace and their Secret from the commands in the guide", () => {
    const manifests = render("example");
    const guide = readFileSync(new URL("../README.md", folder), "utf8");
    const namespaces = new Set(manifests.map(({ metadata }) => metadata?.namespace));
    const created = /create namespace (\S+)\n +kubectl --namespace (\S+) create secret generic (\S+)/.exec(
      guide,
    );
    expect(created?.slice(1)).toEqual([...namespaces, ...namespaces, "completions-gateway"]);
    const variables = ofKind(manifests, "Deployment")[0]?.spec?.template.spec?.containers[0]?.env ?? [];
    const references = variables.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []);
    expect(new Set(references.map(({ name }) => name))).toEqual(new Set([created?.[3]]));
    const keys = [...guide.matchAll(/--from-literal=([\w-]+)=/g)].map(([, key]) => key);
    expect(new Set(references.map(({ key }) => key))).toEqual(new Set(keys));
  });
});

test.each(folders)("the gateway accepts the configuration of %s", async (name) => {
  const file = fileURLToPath(new URL(`${name}/gateway.yaml`, folder));
  const { code, stdout } = await executeProgram(cli, ["--check", "--without-environment", "--config", file]);
  expect(stdout).toMatch(/ is valid: 1 deployment\.\n/);
  expect(code).toBe(0);
});

test("are written as the API server stores them, so that kubectl does not apply them again", () => {
  const { strategy } = ofKind(readBase(), "Deployment")[0]?.spec ?? {};
  expect(strategy?.type).toBe("RollingUpdate");
  for (const file of autoscalers) {
    const [{ pods, external }] = parse(readFileSync(new URL(file, folder), "utf8")).spec.metrics;
    expect((pods ?? external).target.averageValue).not.toMatch(/000$/);
  }
});

test("autoscalers and prometheus-adapter name a metric of the gateway", async () => {
  const { rules } = parse(readFileSync(new URL("prometheus-adapter.yaml", folder), "utf8"));
  const series = [...rules.custom, ...rules.external].map(({ seriesQuery }) => /^\w+/.exec(seriesQuery)?.[0]);
  const scaled = autoscalers.map((file) => {
    const [{ pods, external }] = parse(readFileSync(new URL(file, folder), "utf8")).spec.metrics;
    return (pods ?? external).metric.name;
  });
  await using gateway = await serveConfig({});
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  for (const name of new Set([...series, ...scaled])) expect(metrics).toContain(`# TYPE ${name} gauge`);
});

test.each([
  [
    '"selector":{"app.kubernetes.io/name":"completions-gateway"}',
    '"selector":{"app":"x"}',
    "Service completions-gateway: does not select the pods",
  ],
  [
    '"podSelector":{"matchLabels":{"app.kubernetes.io/name":"completions-gateway"}}',
    '"podSelector":{}',
    "NetworkPolicy completions-gateway: does not select the pods",
  ],
  [
    '"labelSelector":{"matchLabels":{"app.kubernetes.io/name":"completions-gateway"}}',
    '"labelSelector":{}',
    "kubernetes.io/hostname: does not spread the pods",
  ],
  ['"targetPort":"http"', '"targetPort":"web"', "no port of the container is named web"],
  [
    '"path":"/readyz","port":"metrics"',
    '"path":"/readyz","port":"probes"',
    "no port of the container is named probes",
  ],
  ['"serviceAccountName":"completions-gateway"', '"serviceAccountName":"x"', "there is no ServiceAccount x"],
  ['"configMap":{"name":"completions-gateway"}', '"configMap":{"name":"x"}', "there is no ConfigMap x"],
  ['"containerPort":8080', '"containerPort":80', "the port http is not listen.port"],
  ['"containerPort":9464', '"containerPort":9465', "the port metrics is not metrics.port"],
  [
    '"mountPath":"/etc/completions-gateway"',
    '"mountPath":"/opt"',
    "nothing is mounted as /etc/completions-gateway/gateway.yaml",
  ],
  ['"name":"REDIS_URL"', '"name":"REDIS"', "the container has no variable REDIS_URL"],
  [
    '"terminationGracePeriodSeconds":45',
    '"terminationGracePeriodSeconds":35',
    "terminationGracePeriodSeconds is not more than 35, the wait and the drain",
  ],
])("the check of references notices %s instead of %s", (text, other, problem) => {
  const manifests = JSON.stringify(readBase());
  expect(manifests).toContain(text);
  expect(checkManifestReferences(JSON.parse(manifests.replace(text, other)))).toContain(problem);
});
