export { canonicalText, isSameJson } from "./canonical-text.ts";
export { canonicalize } from "./canonicalize.ts";
export { forDirection, type SchemaDirection } from "./for-direction.ts";
export { isDisjoint } from "./is-disjoint.ts";
