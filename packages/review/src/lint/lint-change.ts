import type { Repository } from "../git/open-repository.ts";
import type { Tree } from "../git/tree.ts";
import type { LintProblem, LintReport } from "../model/review.ts";
import { ReviewError } from "../review-error.ts";
import { findIntroduced } from "./find-introduced.ts";
import { lintDocument } from "./lint-document.ts";
import { loadLintConfig } from "./load-lint-config.ts";

/** A change of a spec. The base has no file if the spec is new. */
interface SpecChange {
  readonly repository: Repository;
  readonly base: Tree;
  readonly head: Tree;
  readonly baseFile: string | undefined;
  readonly file: string;
}

/**
 * Lints a change of a spec with the rules of its repository.
 *
 * @param file - path of the spec in `head`.
 */
export async function lintChange(
  repository: Repository,
  base: Tree,
  head: Tree,
  file: string,
): Promise<Pick<LintReport, "introduced" | "existing">> {
  const baseFile = await repository.previousPath(base, head, file);
  const change = { repository, base, head, baseFile, file };
  const { before, after } = await lintBoth(change);
  const changedLines = await findChangedLines(change, after);
  const introduced = findIntroduced(
    before,
    after,
    ({ source }) => changedLines.get(source.file)?.has(source.line) === true,
  );
  return {
    introduced: introduced.map(({ place: _, ...problem }) => problem),
    existing: after.length - introduced.length,
  };
}

/** Lints both sides with the head's rules: a problem is not new because its rule is. */
async function lintBoth({ repository: { root }, base, head, baseFile, file }: SpecChange) {
  try {
    const config = await loadLintConfig(head, root, file);
    const after = await lintDocument(head, root, file, config);
    const isBaseNeeded = after.length > 0 && baseFile !== undefined;
    return { before: isBaseNeeded ? await lintDocument(base, root, baseFile, config) : [], after };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new ReviewError(`Redocly cannot lint ${file} in ${head.name}: ${reason}`);
  }
}

async function findChangedLines({ repository, base, head }: SpecChange, problems: readonly LintProblem[]) {
  const files = [...new Set(problems.map(({ source }) => source.file))];
  const lines = files.map(async (path) => [path, await repository.changedLines(base, head, path)] as const);
  return new Map(await Promise.all(lines));
}
