import type { Checkout } from "./checkout.ts";
import { atLeast, type Report } from "./report.ts";
import { type Case, readCorpus } from "./review/corpus.ts";
import { openReview } from "./review/own-review.ts";
import type { Peer, SkippedPeer } from "./review/peer.ts";
import { createApiSmartDiff } from "./review/peers/api-smart-diff.ts";
import { createJsoncompat } from "./review/peers/jsoncompat.ts";
import { createOasdiff } from "./review/peers/oasdiff.ts";
import { createRedocly } from "./review/peers/redocly.ts";
import { printScores, type RatedPeer } from "./review/print-scores.ts";
import { promiseNames, type Rating, score } from "./review/score.ts";

const peers = {
  "redocly diff": createRedocly,
  oasdiff: createOasdiff,
  "api-smart-diff": createApiSmartDiff,
  jsoncompat: createJsoncompat,
};

/** Measures how well the review and its peers rate the cases of the corpus. */
export async function benchReview({ root }: Checkout): Promise<Report> {
  const cases = await readCorpus(root);
  const { own, right } = await rateOwn(root, cases);
  const rated: RatedPeer[] = [own];
  const skipped: SkippedPeer[] = [];
  for (const [name, create] of Object.entries(peers)) {
    try {
      const peer = await create();
      rated.push({ name: peer.name, ratings: await rate(peer, cases) });
    } catch (error) {
      skipped.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const undecidable = cases.filter(({ expected }) => expected.verdict === "unknown").length;
  console.log(`\n${cases.length} cases. Nobody can decide ${undecidable} of them; they do not count.\n`);
  printScores(rated, skipped);
  const { precision = 0, recall = 0 } = score(own.ratings, "verdict");
  return {
    rows: [],
    bars: [
      atLeast(100, "cases with the right verdict and promises, %", (100 * right) / cases.length),
      atLeast(1, "precision for breaking", precision),
      atLeast(1, "recall for breaking", recall),
    ],
  };
}

/** Rates the cases with this review. A promise that is unknown counts as a break, as in its exit code. */
async function rateOwn(root: URL, cases: readonly Case[]): Promise<{ own: RatedPeer; right: number }> {
  const review = await openReview(root);
  const ratings: Rating[] = [];
  let right = 0;
  for (const given of cases) {
    const { verdict, promises } = await review(given);
    const broken = promiseNames.filter((name) => promises[name] !== "kept");
    ratings.push({ given, breaks: broken.map((name) => ({ promises: [name] })) });
    const { expected } = given;
    const isRight = promiseNames.every((name) => promises[name] === expected.promises[name]);
    if (isRight && verdict === expected.verdict) right += 1;
  }
  return { own: { name: "this review", ratings }, right };
}

/** Two at a time: a tool that starts a process for each case takes a minute even so. */
async function rate(peer: Peer, cases: readonly Case[]): Promise<Rating[]> {
  const ratings: Rating[] = [];
  const rest = cases.values();
  const work = async () => {
    for (const given of rest) {
      const breaks = await peer.findBreaks(given);
      if (breaks) ratings.push({ given, breaks });
    }
  };
  await Promise.all([work(), work()]);
  return ratings;
}
