import { applyApprovals } from "./approvals/apply-approvals.ts";
import { approvalsFileOf, readApprovals } from "./approvals/read-approvals.ts";
import { compareDocuments, type DocumentComparison } from "./compare/compare-documents.ts";
import { diffApiReports } from "./consumers/diff-api-reports.ts";
import { diffDeclarations } from "./consumers/diff-declarations.ts";
import { runConsumers } from "./consumers/run-consumers.ts";
import { loadDocument } from "./document/load-document.ts";
import { exchangeWitnesses } from "./exchange/exchange-witnesses.ts";
import { findPath } from "./git/find-path.ts";
import { openRepository, type Repository } from "./git/open-repository.ts";
import type { Tree } from "./git/tree.ts";
import { judgeChanges } from "./judge-changes.ts";
import { compareScores } from "./lint/compare-scores.ts";
import { lintChange } from "./lint/lint-change.ts";
import { isJsonObject } from "./model/json.ts";
import type { Review } from "./model/review.ts";
import type { SpecDocument } from "./model/spec-document.ts";
import { ReviewError } from "./review-error.ts";
import type { TrackStep } from "./track-step.ts";
import { blocksMerge, checkVersions } from "./versions/check-versions.ts";

/** The sides to review, and how. */
export interface ReviewOptions {
  /** A folder of the git repository. */
  readonly folder: string;
  /** A revision; by default the commit where the head left the default branch. */
  readonly base?: string | undefined;
  /** A revision; by default the work tree. */
  readonly head?: string | undefined;
  /** Path of the spec from `folder`, or an absolute one; by default `spec/openapi.yaml` from the root of the repository. */
  readonly spec?: string | undefined;
  /** Runs the tests of each side against the other side. It takes about a minute. */
  readonly consumers?: boolean;
  /** The day on which approvals must not have expired, as YYYY-MM-DD; by default today. */
  readonly today?: string;
  readonly trackStep?: TrackStep;
}

/** A side of the comparison. */
interface Side {
  readonly tree: Tree;
  readonly file: string;
}

/**
 * Reviews a change of a spec.
 *
 * @throws ReviewError if the two sides cannot be compared.
 */
export async function review(options: ReviewOptions): Promise<Review> {
  const repository = await openRepository(options.folder);
  const head = options.head === undefined ? repository.worktree() : await repository.revision(options.head);
  const base = await repository.revision(options.base ?? (await repository.defaultBase(options.head)));
  const file = options.spec === undefined ? "spec/openapi.yaml" : findPath(repository, options.spec);
  const baseFile = await repository.previousPath(base, head, file);
  if ((await head.read(file)) === undefined) {
    throw new ReviewError(
      `${file} does not exist in ${head.name}. Name the spec with --spec${baseFile === undefined ? "" : ", if it has moved"}.`,
    );
  }
  if (baseFile === undefined) return reviewNewSpec(base.name, await loadDocument(head, file));
  return reviewSides(repository, { tree: base, file: baseFile }, { tree: head, file }, options);
}

async function reviewSides(
  repository: Repository,
  base: Side,
  head: Side,
  options: ReviewOptions,
): Promise<Review> {
  const { today = new Date().toISOString().slice(0, 10), trackStep = (_, work) => work } = options;
  const documents = trackStep(
    "Loading",
    Promise.all([loadDocument(base.tree, base.file), loadDocument(head.tree, head.file)]),
  );
  // First, because other processes do it, beside everything else.
  const scores = documents.then((both) => trackStep("Scoring", compareScores(...both)));
  const comparison = documents.then(([before, after]) => compare(before, after, trackStep));
  // All of them at once, so that a failure of one leaves none without a listener.
  const [[before, after], { changes, ...rest }, problems, score, approvals, declarations, apiReports, runs] =
    await Promise.all([
      documents,
      comparison,
      trackStep("Linting", lintChange(repository, base.tree, head.tree, head.file)),
      scores,
      readApprovals(head.tree, approvalsFileOf(head.file)),
      documents.then((both) => trackStep("Generating types", diffDeclarations(...both))),
      diffApiReports(base.tree, head.tree),
      options.consumers ? runConsumers(repository, base.tree, head.tree, trackStep) : undefined,
    ]);
  const approved = applyApprovals(changes, approvals, today);
  const { isApproved, ...judgement } = judgeChanges(approved.changes);
  const versions = await checkVersions(
    { tree: base.tree, document: before },
    { tree: head.tree, document: after },
    judgement.semver,
  );
  return {
    base: describeSide(before),
    head: describeSide(after),
    ...judgement,
    versions,
    ...approved,
    ...rest,
    lint: { ...problems, ...(score === undefined ? {} : { score }) },
    consumers: { declarations, apiReports, ...(runs === undefined ? {} : { runs }) },
    mayMerge: isApproved && !versions.some(blocksMerge),
  };
}

async function compare(
  base: SpecDocument,
  head: SpecDocument,
  trackStep: TrackStep,
): Promise<DocumentComparison> {
  const comparison = await trackStep("Comparing", compareDocuments(base, head));
  const sent = exchangeWitnesses(comparison.changes, base, head);
  return { ...comparison, changes: await trackStep("Sending requests to mocks", sent) };
}

/** Reviews a spec that the base does not have. Nobody relies on it yet. */
function reviewNewSpec(base: string, head: SpecDocument): Review {
  return {
    base: { revision: base, file: undefined, version: undefined },
    head: describeSide(head),
    verdict: "compatible",
    promises: { wire: "kept", stream: "kept", behaviour: "kept", types: "kept" },
    semver: "minor",
    versions: [],
    changes: [],
    cosmetics: 0,
    notCompared: [],
    lint: { introduced: [], existing: 0 },
    consumers: { declarations: "", apiReports: "" },
    approvals: { expired: [], unmatched: [] },
    mayMerge: true,
  };
}

function describeSide({ revision, file, root }: SpecDocument): Review["base"] {
  const version = isJsonObject(root.info) ? root.info.version : undefined;
  return { revision, file, version: typeof version === "string" ? version : undefined };
}
