import { isDeepStrictEqual } from "node:util";
import { parseYaml } from "@completions-api/command-line/yaml";
import type { IDeployment } from "kubernetes-models/apps/v1";
import type { IContainer } from "kubernetes-models/v1";
import { checkSchema } from "../src/config/check-schema.ts";
import { describe, type Manifest, ofKind } from "./manifest.ts";

/** The file that the image reads. */
const configFile = "/etc/completions-gateway/gateway.yaml";

type Problems = readonly string[];

/**
 * Checks what the objects of a gateway say about each other: selectors, names, ports, and the configuration of the gateway.
 *
 * @returns the problems.
 */
export function checkManifestReferences(manifests: readonly Manifest[]): Problems {
  const [deployment] = ofKind(manifests, "Deployment");
  const container = deployment?.spec?.template.spec?.containers[0];
  if (deployment === undefined || container === undefined)
    return ["There is no Deployment with a container."];
  return [
    ...checkSelectors(manifests, deployment),
    ...checkPorts(manifests, container),
    ...checkNames(manifests, deployment),
    ...checkConfig(manifests, deployment, container),
  ];
}

/** Checks that each object selects the pods of the gateway. */
function checkSelectors(manifests: readonly Manifest[], { spec }: IDeployment): Problems {
  const labels = spec?.template.metadata?.labels;
  const selectors: [Manifest, unknown][] = [
    ...ofKind(manifests, "Deployment").map((manifest): [Manifest, unknown] => [
      manifest,
      manifest.spec?.selector.matchLabels,
    ]),
    ...ofKind(manifests, "Service").map((manifest): [Manifest, unknown] => [
      manifest,
      manifest.spec?.selector,
    ]),
    ...[...ofKind(manifests, "PodDisruptionBudget")].map((manifest): [Manifest, unknown] => [
      manifest,
      manifest.spec?.selector?.matchLabels,
    ]),
    ...ofKind(manifests, "NetworkPolicy").map((manifest): [Manifest, unknown] => [
      manifest,
      manifest.spec?.podSelector?.matchLabels,
    ]),
  ];
  const spread = spec?.template.spec?.topologySpreadConstraints ?? [];
  return [
    ...selectors.flatMap(([manifest, selector]) =>
      isDeepStrictEqual(selector, labels) ? [] : [`${describe(manifest)}: does not select the pods`],
    ),
    ...spread.flatMap(({ topologyKey, labelSelector }) =>
      isDeepStrictEqual(labelSelector?.matchLabels, labels)
        ? []
        : [`${topologyKey}: does not spread the pods`],
    ),
  ];
}

/** Checks that the container has the ports that others name. */
function checkPorts(manifests: readonly Manifest[], container: IContainer): Problems {
  const known = new Set<unknown>(container.ports?.map(({ name }) => name));
  const { startupProbe, readinessProbe, livenessProbe } = container;
  const named = [
    ...ofKind(manifests, "Service").flatMap(({ spec }) => spec?.ports?.map(({ targetPort }) => targetPort)),
    ...ofKind(manifests, "NetworkPolicy").flatMap(({ spec }) =>
      spec?.ingress?.flatMap(({ ports }) => ports?.map(({ port }) => port)),
    ),
    ...[startupProbe, readinessProbe, livenessProbe].map((probe) => probe?.httpGet?.port),
  ];
  return named.filter((port) => !known.has(port)).map((port) => `no port of the container is named ${port}`);
}

/** Checks that there are the objects that others name. Secrets are created by hand. */
function checkNames(manifests: readonly Manifest[], deployment: IDeployment): Problems {
  const exists = (kind: string, name: unknown) =>
    manifests.some((manifest) => manifest.kind === kind && manifest.metadata?.name === name);
  const pod = deployment.spec?.template.spec;
  const names: [string, unknown][] = [
    ["ServiceAccount", pod?.serviceAccountName],
    ...(pod?.volumes ?? []).map(({ configMap }): [string, unknown] => ["ConfigMap", configMap?.name]),
    ...ofKind(manifests, "HorizontalPodAutoscaler")
      .filter(({ metadata }) => metadata?.name === deployment.metadata?.name)
      .map(({ spec }): [string, unknown] => [spec?.scaleTargetRef.kind ?? "", spec?.scaleTargetRef.name]),
  ];
  return names
    .filter(([kind, name]) => !exists(kind, name))
    .map(([kind, name]) => `there is no ${kind} ${name}`);
}

/** Checks that the configuration agrees with the container: its ports, its environment, the time that it drains. */
function checkConfig(manifests: readonly Manifest[], { spec }: IDeployment, container: IContainer): Problems {
  const text = ofKind(manifests, "ConfigMap")[0]?.data?.["gateway.yaml"] ?? "";
  const checked = checkSchema(parseYaml(text));
  if (!checked.valid) return checked.problems.map(({ message }) => `gateway.yaml: ${message}`);
  const { listen, metrics, drain } = checked.config;
  const ports = new Map(container.ports?.map(({ name, containerPort }) => [name, containerPort]));
  const variables = new Set(container.env?.map(({ name }) => name));
  const used = [...JSON.stringify(checked.config).matchAll(/"env":"(\w+)"/g)].map(([, name = ""]) => name);
  const volume = container.volumeMounts?.find(({ mountPath }) => configFile.startsWith(`${mountPath}/`));
  const pod = spec?.template.spec;
  const grace = pod?.terminationGracePeriodSeconds ?? 0;
  const needed = (container.lifecycle?.preStop?.sleep?.seconds ?? 0) + drain.timeout / 1000;
  return [
    ...(ports.get("http") === listen.port ? [] : ["the port http is not listen.port"]),
    ...(ports.get("metrics") === metrics.port ? [] : ["the port metrics is not metrics.port"]),
    ...(pod?.volumes?.some(({ name }) => name === volume?.name)
      ? []
      : [`nothing is mounted as ${configFile}`]),
    ...used.filter((name) => !variables.has(name)).map((name) => `the container has no variable ${name}`),
    ...(grace > needed
      ? []
      : [`terminationGracePeriodSeconds is not more than ${needed}, the wait and the drain`]),
  ];
}
