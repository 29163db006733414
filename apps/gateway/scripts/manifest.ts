import type { IDeployment } from "kubernetes-models/apps/v1";
import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1";
import type { IConfigMap, IService, IServiceAccount } from "kubernetes-models/v1";

/** An object of Kubernetes of one of the kinds in deploy/kubernetes. */
export type Manifest =
  | IConfigMap
  | IDeployment
  | IHorizontalPodAutoscaler
  | INetworkPolicy
  | IPodDisruptionBudget
  | IService
  | IServiceAccount;

/** Returns the objects of a kind. */
export function ofKind<Kind extends Manifest["kind"]>(
  manifests: readonly Manifest[],
  kind: Kind,
): Extract<Manifest, { kind: Kind }>[] {
  return manifests.filter(
    (manifest): manifest is Extract<Manifest, { kind: Kind }> => manifest.kind === kind,
  );
}

/** Returns the kind and the name of an object, for problems. */
export function describe({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata?.name}`;
}
