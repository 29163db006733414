import type { Spec } from "./spec.ts";

/** Generates `ErrorStatus`, the statuses in `x-statuses`, which openapi-typescript ignores. */
export function generateStatuses(spec: Spec): string {
  const statuses = new Set(Object.values(spec.components.schemas.ErrorCode?.["x-statuses"] ?? {}));
  return `/** The status of an error response. Spec: \`x-statuses\` of \`#/components/schemas/ErrorCode\`. */
export type ErrorStatus = ${[...statuses].sort((a, b) => a - b).join(" | ")};
`;
}
