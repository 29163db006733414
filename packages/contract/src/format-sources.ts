import type { ContractCase, Source } from "./contract-case.ts";
import { defaultFace, type FaceName } from "./faces/face.ts";
import { describeElement } from "./spec-elements/describe-element.ts";

/** The origin of a case's statement, for reports. */
export interface DescribedSource {
  /** An element of the spec, one of its `x-rules`, an RFC, a page of another specification, or a report of a broken server. */
  readonly kind: "spec" | "rule" | "rfc" | "page" | "report";
  /** A pointer, the id of a rule, `RFC 9110, section 15.5.6`, or the address of a page without its scheme. */
  readonly name: string;
  readonly url?: string;
  /** The source's statement in at most 200 characters. */
  readonly says: string;
}

/**
 * Describes the sources of a case: the elements of a face's spec that it covers, in the order of `covers`, and then its own
 * sources.
 *
 * @param face - pointers into the API's own operation become those of this face, and elements that it lacks are left out.
 */
export function describeSources(
  { covers, sources = [], faces = [defaultFace] }: ContractCase,
  face: FaceName,
): readonly DescribedSource[] {
  const elements = faces.includes(face)
    ? [...new Set(covers)].flatMap((element) => describeElement(element, face))
    : [];
  // OpenAI's pages say nothing about the API's own face.
  const others = sources.filter(
    (source) => face === "openai" || !("url" in source && isOfOpenAI(source.url)),
  );
  return [...elements, ...others.map(describeSource)].map((source) => ({
    ...source,
    says: shorten(source.says),
  }));
}

function isOfOpenAI(url: string): boolean {
  return /[./]openai[./]/.test(url);
}

function describeSource(source: Source): DescribedSource {
  const { says } = source;
  if ("rfc" in source) {
    const { rfc, section } = source;
    const url = `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${section}`;
    return { kind: "rfc", name: `RFC ${rfc}, section ${section}`, url, says };
  }
  const [kind, url] =
    "url" in source ? (["page", source.url] as const) : (["report", source.report] as const);
  return { kind, name: url.replace(/^https:\/\//, ""), url, says };
}

const maximumLength = 200;

/** Cuts a text after its last word that fits. */
function shorten(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, " ");
  if (line.length <= maximumLength) return line;
  return `${line.slice(0, maximumLength).replace(/\s+\S*$/, "")} …`;
}
