import type { Review } from "@completions-api/review";
import { Code } from "../components/code.tsx";
import { Prose } from "../components/prose.tsx";
import { Sentence } from "../components/sentence.tsx";
import { href, type Page } from "../page.ts";
import { repositoryUrl } from "../repository.ts";
import { ChangeCard } from "./change-card.tsx";
import { EffectBadge } from "./effect-badge.tsx";
import { type ChangeGroup, groupChanges, promises, readReview, worstEffect } from "./read-review.ts";
import { reviewMarkdown } from "./review-markdown.ts";

const title = "Spec review";
const description = "What a change of the spec breaks, for whom, and the evidence.";

/** The page with a review of this repository's own spec. */
export function reviewPage(): Page {
  const review = readReview();
  const groups = groupChanges(review.changes);
  return {
    path: "reports/review/",
    title,
    description,
    section: "reports",
    markdown: reviewMarkdown({ title, description, review, groups }),
    content: (
      <div class="review-report">
        <h1>{title}</h1>
        <p class="lead">{description}</p>
        <VerdictCard review={review} />
        {groups.map((group) => (
          <Changes key={group.title} group={group} revision={review.head.revision} />
        ))}
        {review.consumers.declarations !== "" && (
          <>
            <h2 id="types">What changes in the generated types</h2>
            <details>
              <summary>Show the difference</summary>
              <Code language="diff" text={review.consumers.declarations} />
            </details>
          </>
        )}
        <Prose markdown={`[Review a change of your own](${href("guides/review-a-spec-change/")}).`} />
      </div>
    ),
  };
}

function VerdictCard({ review }: { readonly review: Review }) {
  const { verdict, semver, base, head, versions, mayMerge, cosmetics, lint } = review;
  return (
    <section class="card verdict" aria-labelledby="verdict">
      <h2 id="verdict">
        {verdict}: needs {article(semver)} version
      </h2>
      <p class="change-facts">
        {promises.map((promise) => (
          <EffectBadge key={promise} name={promise} effect={review.promises[promise]} />
        ))}
      </p>
      <p>
        {base.file},{" "}
        <a href={`${repositoryUrl}/compare/${base.revision}...${head.revision}`}>
          from {base.revision} to {head.revision}
        </a>
        . {mayMerge ? "It may merge." : "It must not merge as it is."}
      </p>
      <ul>
        {versions.map(({ subject, sentence }) => (
          <li key={subject}>
            <Sentence text={sentence} />
          </li>
        ))}
        <li>{cosmetics} edits change nothing but texts, examples, order or format.</li>
        <li>
          {lint.introduced.length} new problems of the linter
          {lint.score && `, whose score goes from ${lint.score.base} to ${lint.score.head}`}.
        </li>
      </ul>
    </section>
  );
}

function article(step: Review["semver"]): string {
  return step === "none" ? "no new" : `a ${step}`;
}

function Changes({
  group: { title, changes },
  revision,
}: {
  readonly group: ChangeGroup;
  readonly revision: string;
}) {
  const breaks = changes.filter((change) => worstEffect(change) !== "kept");
  const others = changes.filter((change) => worstEffect(change) === "kept");
  return (
    <section>
      <h2 id={title.toLowerCase().replaceAll(" ", "-")}>{title}</h2>
      {[
        { heading: `${breaks.length} breaking or unknown`, list: breaks },
        { heading: `${others.length} compatible`, list: others },
      ]
        .filter(({ list }) => list.length > 0)
        .map(({ heading, list }) => (
          <section key={heading}>
            <h3>{heading}</h3>
            {list.map((change) => (
              <ChangeCard key={change.fingerprint} change={change} revision={revision} />
            ))}
          </section>
        ))}
    </section>
  );
}
