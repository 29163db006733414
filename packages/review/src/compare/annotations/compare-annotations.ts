import { compareDefaults } from "../api-rules/compare-defaults.ts";
import { compareStatuses } from "../api-rules/compare-statuses.ts";
import type { OperationPair } from "../comparison.ts";
import type { Finding } from "../findings/finding.ts";
import { compareDeprecatedSchemas } from "./compare-deprecated-schemas.ts";
import { compareExtensibleEnums } from "./compare-extensible-enums.ts";
import { compareExtensions } from "./compare-extensions.ts";
import { compareFormats } from "./compare-formats.ts";
import { compareUnsentProperties } from "./compare-unsent-properties.ts";
import type { SchemaSite } from "./schema-sites.ts";

/** Compares what the schemas of an operation say beside which values are valid. */
export function compareAnnotations(pair: OperationPair, sites: readonly SchemaSite[]): readonly Finding[] {
  return sites.flatMap((site) => [
    ...compareDefaults(site, pair),
    ...compareStatuses(site),
    ...compareFormats(site),
    ...compareDeprecatedSchemas(site),
    ...compareExtensibleEnums(site),
    ...compareExtensions(site),
  ]);
}

/** Lists changes of properties that nobody sends, for the rows that no other comparison gives. */
export function compareUnsent(pair: OperationPair, sites: readonly SchemaSite[]): readonly Finding[] {
  return sites.flatMap((site) => compareUnsentProperties(site, pair));
}
