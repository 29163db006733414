import {
  bodyOf,
  formatCurl,
  type RecordedExchange,
  type RecordedResponse,
} from "@completions-api/protocol/recorded";
import { describeStream, formatState } from "../describe-stream.ts";
import type { FaceName } from "../faces/face.ts";
import type { DescribedSource } from "../format-sources.ts";
import type { CaseResult, Failure } from "../results.ts";
import { formatSource, sourcesOf } from "./sources-of.ts";
import { cutLine, cutMiddle, toVisibleLine } from "./visible-text.ts";

/** A result of a case that the server broke, now or in some of its runs. */
export type FailedResult = Extract<CaseResult, { outcome: "failed" | "warned" | "flipped" }>;

export function isFailed(result: CaseResult): result is FailedResult {
  return "failure" in result || ["failed", "warned", "flipped"].includes(result.outcome);
}

/** A failure in a few lines, each of which is visible text without line breaks. */
export interface ExplainedFailure {
  /** The origin of the statement, in one line. Undefined if nothing says it. */
  readonly source?: string;
  /** A line for a shell that sends the request again. Undefined if the case sent none. */
  readonly asked?: string;
  /** The response of the server. */
  readonly got: readonly string[];
  /** The requirement of the contract. Undefined if the case ended otherwise than by a comparison. */
  readonly wanted?: string;
  /** How the response differs from that, or why the case ended. */
  readonly found: string;
}

/** The longest texts of a line, in UTF-16 code units. */
const longest = { body: 400, data: 200, sentence: 600 };

/** Explains why a case failed, for people. What the server sent is cut. */
export function explainFailure(result: FailedResult, face: FaceName): ExplainedFailure {
  const { failure, exchanges, reason } = result;
  const exchange = failure?.exchange === undefined ? exchanges.at(-1) : exchanges[failure.exchange];
  const source = formatSources(sourcesOf(result.id, face), failure);
  return {
    ...(source !== undefined && { source }),
    ...(exchange && { asked: toVisibleLine(formatCurl(exchange.request, { separator: " " })) }),
    got: exchange === undefined ? [] : describeResponse(exchange, failure, face),
    ...(failure && { wanted: toLine(failure.expected) }),
    found: toLine(failure?.actual ?? reason),
  };
}

const kinds: readonly DescribedSource["kind"][] = ["rule", "rfc", "page", "report", "spec"];

/** Formats the source that says most about a failure: the one that it names, then a rule, then the page of a standard. */
function formatSources(
  sources: readonly DescribedSource[],
  failure: Failure | undefined,
): string | undefined {
  const named = (source: DescribedSource): number => (failure?.expected.includes(source.name) ? 0 : 1);
  const [first, ...others] = sources.toSorted(
    (one, other) => named(one) - named(other) || kinds.indexOf(one.kind) - kinds.indexOf(other.kind),
  );
  if (first === undefined) return undefined;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return toLine(`${formatSource(first)}${more}`);
}

function toLine(text: string): string {
  return cutLine(text, longest.sentence);
}

function describeResponse(
  exchange: RecordedExchange,
  failure: Failure | undefined,
  face: FaceName,
): readonly string[] {
  const { response, error, durationMs } = exchange;
  const broken = error === undefined ? [] : [`${toLine(error)} after ${Math.round(durationMs)} ms`];
  if (response === undefined) return broken.length > 0 ? broken : ["no response"];
  return [
    describeHead(response),
    ...(describeEvents(exchange, failure?.event, face) ?? describeBody(exchange)),
    ...broken,
  ];
}

function describeBody(exchange: RecordedExchange): readonly string[] {
  const body = bodyOf(exchange);
  return [body === "" ? "an empty body" : cutLine(body, longest.body)];
}

/** The headers that decide how a client reads a response. */
const shownHeaders = new Set([
  "allow",
  "content-encoding",
  "content-type",
  "location",
  "retry-after",
  "x-ms-error-code",
]);

function describeHead({ status, headers }: RecordedResponse): string {
  const shown = headers
    .filter(([name]) => shownHeaders.has(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${cutLine(value, longest.data)}`);
  return [`HTTP ${status}`, ...shown].join(", ");
}

/** Lists the events around the one that shows a failure, or the last ones. Returns undefined if there are no events. */
function describeEvents(
  exchange: RecordedExchange,
  event: number | undefined,
  face: FaceName,
): readonly string[] | undefined {
  const stream = describeStream(exchange, face);
  if (stream === undefined || stream.events.length === 0) return undefined;
  const { events, fault } = stream;
  const broken = event ?? events.findIndex(({ violation }) => violation !== undefined);
  const offending = broken === -1 ? undefined : broken;
  const last = Math.min(offending ?? events.length, events.length - 1);
  const first = Math.max(0, last - 1);
  const state = events[last]?.state;
  const show = (index: number): readonly string[] => {
    const shown = events[index];
    if (shown === undefined) return [];
    const mark = index === offending ? ">" : " ";
    const data = cutMiddle(shown.data, longest.data);
    return [`${mark} ${index + 1}. ${Math.round(shown.at)} ms ${data}`];
  };
  return [
    ...(first === 0 ? [] : [`  ${first} earlier event${first === 1 ? "" : "s"}`]),
    ...(first === last ? [] : show(first)),
    ...show(last),
    ...(state === undefined ? [] : [`  ${formatState(state)}`]),
    // The case stopped reading where it found a fault. Only it knows if the stream ended there.
    ...(offending === events.length && fault !== undefined ? [`> ${toLine(fault)}`] : show(last + 1)),
  ];
}
