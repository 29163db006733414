import { isSameOrigin } from "../model/origin.ts";
import { compareAnnotations, compareUnsent } from "./annotations/compare-annotations.ts";
import { schemaSites } from "./annotations/schema-sites.ts";
import { compareRules } from "./api-rules/compare-rules.ts";
import { compareOperations } from "./compare-operations.ts";
import { compareRest } from "./compare-rest.ts";
import { compareServers } from "./compare-servers.ts";
import { compareUnusedSchemas } from "./compare-unused-schemas.ts";
import { type Comparison, pairOperations } from "./comparison.ts";
import type { Finding } from "./findings/finding.ts";
import { compareParameters } from "./requests/compare-parameters.ts";
import { compareRequestBodies } from "./requests/compare-request-bodies.ts";
import { compareResponses } from "./responses/compare-responses.ts";
import { compareSecurity } from "./security/compare-security.ts";
import { compareSecuritySchemes } from "./security/compare-security-schemes.ts";

/** Compares all parts of two documents: all promises but that of the types, which needs a compiler. */
export function compareParts(comparison: Comparison): readonly Finding[] {
  const pairs = pairOperations(comparison).map((pair) => ({ pair, sites: schemaSites(pair) }));
  const findings = [
    ...compareOperations(comparison),
    ...compareServers(comparison),
    ...compareSecuritySchemes(comparison),
    ...compareRules(comparison),
    ...pairs.flatMap(({ pair, sites }) => [
      ...compareSecurity(pair, comparison),
      ...compareParameters(pair),
      ...compareRequestBodies(pair),
      ...compareResponses(pair),
      ...compareAnnotations(pair, sites),
    ]),
    ...compareUnusedSchemas(comparison),
    ...compareRest(comparison),
  ];
  const unsent = pairs.flatMap(({ pair, sites }) => compareUnsent(pair, sites));
  return [...findings, ...unsent.filter((finding) => !findings.some((other) => isSamePlace(finding, other)))];
}

/** Says whether two findings are about the same object of the head, or of the base if the head has none. */
function isSamePlace(finding: Finding, other: Finding): boolean {
  return finding.headOrigin === undefined
    ? isSameOrigin(finding.baseOrigin, other.baseOrigin)
    : isSameOrigin(finding.headOrigin, other.headOrigin);
}
