import { canonicalText } from "../../canonical/index.ts";
import { isJsonObject, type Json } from "../../model/json.ts";
import { code, valueText } from "../code.ts";
import { type Comparison, pairOperations } from "../comparison.ts";
import { broken, createFinding, type Finding, kept, meansOtherwise } from "../findings/finding.ts";
import { sampleRequest } from "../witness/sample-request.ts";
import { compareFlows } from "./compare-flows.ts";
import { credentialOf, matchSchemes, type SchemePair, schemesOf } from "./security-schemes.ts";

/** Compares the security schemes that operations of both documents use: what a caller sends, and where tokens come from. */
export function compareSecuritySchemes(comparison: Comparison): readonly Finding[] {
  const [before, after] = [schemesOf(comparison.base), schemesOf(comparison.head)];
  const used = new Set(
    [...comparison.base.api.operations.values()].flatMap(({ security }) => security.flatMap(Object.keys)),
  );
  return [...matchSchemes(comparison)].flatMap(([baseName, name]) => {
    const [base, head] = [before[baseName], after[name]];
    if (!isJsonObject(base) || !isJsonObject(head)) return [];
    const scheme = { name, base, head, pointer: `/components/securitySchemes/${name}` };
    const findings = [
      ...compareCredential(scheme, comparison),
      ...compareFlows(scheme),
      ...compareDiscovery(scheme),
    ];
    if (used.has(baseName)) return findings;
    return findings.map((finding) => ({
      ...finding,
      effects: { wire: kept("no operation uses the scheme") },
    }));
  });
}

function compareCredential(scheme: SchemePair, comparison: Comparison): readonly Finding[] {
  const [before, after]: Json[] = [credentialOf(scheme.base), credentialOf(scheme.head)];
  if (before === undefined || after === undefined || canonicalText(before) === canonicalText(after))
    return [];
  const [pair] = pairOperations(comparison).filter(({ base }) =>
    base.security.some((alternative) => scheme.name in alternative),
  );
  const reason = `A caller sends ${valueText(before)}, and the server expects ${valueText(after)}.`;
  return [
    createFinding({
      rule: "security-scheme-changed",
      pointer: scheme.pointer,
      direction: "request",
      effects: {
        wire:
          pair === undefined
            ? kept("no operation of both documents uses the scheme")
            : broken({ kind: "request", request: sampleRequest(pair), reason }),
      },
      sentence: `The security scheme ${code(scheme.name)} is now ${valueText(after)}, not ${valueText(before)}.`,
      base: before,
      head: after,
      basePart: scheme.base,
      headPart: scheme.head,
    }),
  ];
}

function compareDiscovery({ name, base, head, pointer }: SchemePair): readonly Finding[] {
  const [before, after] = [base.openIdConnectUrl, head.openIdConnectUrl];
  if (before === after) return [];
  return [
    createFinding({
      rule: "discovery-url-changed",
      pointer: `${pointer}/openIdConnectUrl`,
      direction: "request",
      effects: { behaviour: meansOtherwise(valueText(before), valueText(after)) },
      sentence: `The discovery URL of ${code(name)} is now ${valueText(after)}, not ${valueText(before)}.`,
      base: before,
      head: after,
      basePart: base,
      headPart: head,
      keyword: "openIdConnectUrl",
    }),
  ];
}
