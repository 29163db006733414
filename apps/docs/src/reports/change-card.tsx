import type { ReviewedChange } from "@completions-api/review";
import { Code } from "../components/code.tsx";
import { Sentence } from "../components/sentence.tsx";
import { repositoryUrl } from "../repository.ts";
import { EffectBadge } from "./effect-badge.tsx";
import { evidenceBlocks, toJson } from "./evidence-blocks.ts";
import { evidenceOf } from "./read-review.ts";
import { visibleText } from "./visible-text.ts";

interface ChangeCardProps {
  readonly change: ReviewedChange;
  /** The revision of the source that a link shows. */
  readonly revision: string;
}

/** One change of a spec: what it is, what it breaks, and the evidence on demand. */
export function ChangeCard({ change, revision }: ChangeCardProps) {
  const { fingerprint, sentence, source, notes } = change;
  const effects = evidenceOf(change);
  const label = (name: string) => `${name} of change ${fingerprint}`;
  return (
    <article class="change" id={fingerprint} aria-labelledby={`${fingerprint}-sentence`}>
      <h4 id={`${fingerprint}-sentence`}>
        <Sentence text={visibleText(sentence)} />
      </h4>
      <p class="change-facts">
        {effects.map(([promise, { effect }]) => (
          <EffectBadge key={promise} name={promise} effect={effect} />
        ))}
        <a href={`${repositoryUrl}/blob/${revision}/${source.file}#L${source.line}`}>
          {source.file.split("/").at(-1)}, line {source.line}
        </a>
        <a class="muted" href={`#${fingerprint}`} aria-label={`Link to change ${fingerprint}`}>
          {fingerprint}
        </a>
      </p>
      <details>
        <summary>Evidence, before and after</summary>
        {effects.map(([promise, evidence]) => (
          <section key={promise}>
            <h5>{promise}</h5>
            {evidenceBlocks(evidence).map((block) =>
              block.kind === "sentence" ? (
                <p key={block.text}>
                  <Sentence text={visibleText(block.text)} />
                </p>
              ) : (
                <figure key={block.label}>
                  <figcaption>{block.label}</figcaption>
                  <Code
                    language={block.language}
                    text={block.text}
                    label={label(`${promise}, ${block.label}`)}
                  />
                </figure>
              ),
            )}
          </section>
        ))}
        {notes.map((note) => (
          <p key={note}>
            <Sentence text={visibleText(note)} />
          </p>
        ))}
        <div class="before-after">
          <figure>
            <figcaption>Before</figcaption>
            <Code language="json" text={toJson(change.base)} label={label("Before")} />
          </figure>
          <figure>
            <figcaption>After</figcaption>
            <Code language="json" text={toJson(change.head)} label={label("After")} />
          </figure>
        </div>
      </details>
    </article>
  );
}
