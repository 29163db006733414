import { applyEnum } from "./apply-enum.ts";
import { constToEnum } from "./const-to-enum.ts";
import { disjointOneOfToAnyOf } from "./disjoint-one-of-to-any-of.ts";
import { dropCoveredBranches } from "./drop-covered-branches.ts";
import { dropImpliedType } from "./drop-implied-type.ts";
import { dropInapplicableKeywords } from "./drop-inapplicable-keywords.ts";
import { dropNeutralKeywords } from "./drop-neutral-keywords.ts";
import { emptyToBoolean } from "./empty-to-boolean.ts";
import { excludeSharedEmptyValues } from "./exclude-shared-empty-values.ts";
import { excludeTypesWithoutValues } from "./exclude-types-without-values.ts";
import { flattenOneOf } from "./flatten-one-of.ts";
import { foldBounds } from "./fold-bounds.ts";
import { foldItems } from "./fold-items.ts";
import { foldNot } from "./fold-not.ts";
import { foldProperties } from "./fold-properties.ts";
import { mergeAllOf } from "./merge-all-of.ts";
import { mergeBranches } from "./merge-branches.ts";
import type { Rewrite } from "./rewrite.ts";
import { simplifyUnions } from "./simplify-unions.ts";
import { sortSets } from "./sort-sets.ts";

export type { RewriteContext } from "./rewrite.ts";

/** All rewrites, in the order in which they are tried. Each expects that the schemas within are in canonical form. */
export const rewrites: readonly Rewrite[] = [
  emptyToBoolean,
  constToEnum,
  dropInapplicableKeywords,
  dropNeutralKeywords,
  foldBounds,
  foldItems,
  foldProperties,
  foldNot,
  excludeTypesWithoutValues,
  mergeAllOf,
  applyEnum,
  simplifyUnions,
  excludeSharedEmptyValues,
  flattenOneOf,
  mergeBranches,
  dropCoveredBranches,
  disjointOneOfToAnyOf,
  dropImpliedType,
  sortSets,
];
