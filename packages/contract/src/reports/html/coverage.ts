import openai from "@completions-api/spec/openai.json" with { type: "json" };
import completions from "@completions-api/spec/openapi.json" with { type: "json" };
import type { FaceName } from "../../faces/face.ts";
import type { CaseResult, Outcome, RunResult } from "../../results.ts";
import { listSpecElements } from "../../spec-elements/list-spec-elements.ts";
import { coversOf } from "../sources-of.ts";
import { count } from "./format-numbers.ts";
import { type Html, html } from "./html.ts";
import { formatOutcome, outcomeOrder } from "./outcomes.ts";

const documents = { completions, openai };

/** An element of the spec, and the results of the cases that cover it. */
interface Element {
  /** The path within the part, for example `properties/stop/type`. */
  readonly name: string;
  readonly results: readonly CaseResult[];
}

/** Formats the elements of the spec as a tree: which cases cover each, and how they ended. */
export function formatCoverage({ target, results }: RunResult): Html | undefined {
  const covering = groupByElement(target.face, results);
  // Results of other cases than the suite's own cover nothing.
  if (covering.size === 0) return undefined;
  const parts = listParts(target.face, covering);
  const elements = [...parts.values()].flat();
  const tested = elements.filter(({ results }) => decided.has(outcomeOf(results)));
  return html`<section aria-labelledby="report-coverage">
<h2 id="report-coverage">Coverage of the spec</h2>
<p>${tested.length} of ${count(elements.length, "element")} of the spec have a case with a verdict.</p>
${[...parts].map(([name, elements]) => formatPart(name, elements))}
</section>`;
}

function groupByElement(face: FaceName, results: readonly CaseResult[]): Map<string, CaseResult[]> {
  const covering = new Map<string, CaseResult[]>();
  for (const result of results) {
    for (const element of coversOf(result.id, face)) {
      covering.set(element, [...(covering.get(element) ?? []), result]);
    }
  }
  return covering;
}

function listParts(face: FaceName, covering: ReadonlyMap<string, CaseResult[]>): Map<string, Element[]> {
  const parts = new Map<string, Element[]>();
  for (const element of listSpecElements(documents[face])) {
    const [part, name] = splitPointer(element);
    parts.set(part, [...(parts.get(part) ?? []), { name, results: covering.get(element) ?? [] }]);
  }
  return parts;
}

/** Splits a pointer into the part of the document, such as one schema, and the path within it. */
function splitPointer(element: string): readonly [part: string, name: string] {
  if (!element.startsWith("#")) return ["Rules", element];
  const tokens = element
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  const [root, ...rest] = tokens;
  if (root === "paths") {
    const [path = "", method = "", ...name] = rest;
    return [`${method.toUpperCase()} ${path}`, name.join(" › ") || "operation"];
  }
  const [kind = "", part = "", ...name] = rest;
  return [`${kind} › ${part}`, name.join(" › ") || "definition"];
}

const verdicts: readonly Outcome[] = ["failed", "flipped", "warned", "passed"];
const decided: ReadonlySet<Outcome | undefined> = new Set(verdicts);

/** Returns the outcome of an element: the worst verdict of its cases, or what else became of them. */
function outcomeOf(results: readonly CaseResult[]): Outcome | undefined {
  return [...verdicts, ...outcomeOrder].find((outcome) =>
    results.some((result) => result.outcome === outcome),
  );
}

function formatPart(name: string, elements: readonly Element[]): Html {
  const counts = outcomeOrder.flatMap((outcome) => {
    const number = elements.filter(({ results }) => outcomeOf(results) === outcome).length;
    return number === 0 ? [] : [html`<span class="nowrap">${number} ${formatOutcome(outcome)}</span> `];
  });
  const untested = elements.filter(({ results }) => results.length === 0).length;
  return html`<details class="part">
<summary><h3 class="part-name">${name}</h3> <span class="part-counts">${counts}${untested === 0 ? undefined : html`<span class="muted nowrap">${untested} not tested</span>`}</span></summary>
<ul class="elements">${elements.map(formatElement)}</ul>
</details>`;
}

function formatElement({ name, results }: Element): Html {
  const outcome = outcomeOf(results);
  const cases = results.map(
    (result) => html`<li><a href="#${result.id}">${result.id}</a> ${formatOutcome(result.outcome)}</li> `,
  );
  return html`<li>${outcome ? formatOutcome(outcome) : html`<span class="muted">not tested</span>`} <div><code>${name}</code>
<ul>${cases}</ul></div></li>`;
}
