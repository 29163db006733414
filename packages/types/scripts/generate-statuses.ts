import { spec } from "./spec.ts";

/** `ErrorStatus`: every status of `x-statuses`, which no type of openapi-typescript has. */
export function generateStatuses(): string {
  const statuses = new Set(Object.values(spec.components.schemas.ErrorCode?.["x-statuses"] ?? {}));
  return `/** The status of an error response. Spec: \`x-statuses\` of \`#/components/schemas/ErrorCode\`. */
export type ErrorStatus = ${[...statuses].sort((a, b) => a - b).join(" | ")};
`;
}
