import { answerWith } from "../measuring/contenders.ts";
import { readCorpus } from "./corpus.ts";
import { openReview } from "./own-review.ts";

// A contender: reviews as many cases as it is asked to, with the build of the checkout in its argument.
const [checkout = "", corpus = ""] = process.argv.slice(2);
const [review, cases] = await Promise.all([openReview(new URL(checkout)), readCorpus(new URL(corpus))]);

answerWith(async (count) => {
  for (const given of cases.slice(0, count)) await review(given);
  return Math.min(count, cases.length);
});
