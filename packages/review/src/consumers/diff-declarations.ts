import type { SpecDocument } from "../model/spec-document.ts";
import { generateDeclarations } from "../types-promise/generate-declarations.ts";
import { diffTexts } from "./diff-texts.ts";

/** Returns the unified diff of the declarations that consumers compile against, without comments. */
export async function diffDeclarations(base: SpecDocument, head: SpecDocument): Promise<string> {
  const [before, after] = await Promise.all([
    generateDeclarations(base.bundle),
    generateDeclarations(head.bundle),
  ]);
  if (before === after) return "";
  return diffTexts(new Map([["openapi.d.ts", before]]), new Map([["openapi.d.ts", after]]));
}
