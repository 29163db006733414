import type { Header } from "../../model/api.ts";
import { code } from "../code.ts";
import { compareDeprecation } from "../compare-deprecation.ts";
import { compareSchemaParts } from "../compare-schema-parts.ts";
import { broken, createFinding, type Finding, kept } from "../findings/finding.ts";
import { pairEntries } from "../pair-entries.ts";
import { type DescribedResponse, sampleResponse } from "../witness/sample-response.ts";

/** Compares the headers of the responses with a status. Their names are in lower case. */
export function compareResponseHeaders(responses: DescribedResponse): readonly Finding[] {
  return pairEntries(responses.base.headers, responses.head.headers).flatMap(([, base, head]) => {
    if (base === undefined) return [addedHeader(head, responses)];
    if (head === undefined) return [removedHeader(base, responses)];
    return [
      ...compareRequired(base, head, responses),
      ...compareHeaderSchemas(base, head, responses),
      ...compareDeprecation(base, head, nameHeader(head, responses), "response"),
    ];
  });
}

function nameHeader({ name }: Header, { head }: DescribedResponse): string {
  return `The header ${code(name)} of the response ${head.status}`;
}

function addedHeader(header: Header, responses: DescribedResponse): Finding {
  return createFinding({
    rule: "response-header-added",
    pointer: header.pointer,
    direction: "response",
    effects: { wire: kept("readers ignore headers that they do not know") },
    sentence: `${nameHeader(header, responses)} is new.`,
    head: header.required,
    addsFeature: true,
    basePart: responses.base.source,
    headPart: header.source,
  });
}

function removedHeader(header: Header, responses: DescribedResponse): Finding {
  const reason = `The header ${code(header.name)} is missing.`;
  return createFinding({
    rule: "response-header-removed",
    pointer: header.pointer,
    direction: "response",
    effects: {
      wire: header.required
        ? broken(sampleResponse(responses, { header: { name: header.name, value: undefined }, reason }))
        : kept("readers had to do without it already"),
    },
    sentence: `${nameHeader(header, responses)} is removed.`,
    base: header.required,
    basePart: header.source,
    headPart: responses.head.source,
    keyword: "headers",
  });
}

function compareRequired(base: Header, head: Header, responses: DescribedResponse): readonly Finding[] {
  if (base.required === head.required) return [];
  const reason = `The header ${code(head.name)} is missing.`;
  return [
    createFinding({
      rule: head.required ? "response-header-required" : "response-header-optional",
      pointer: `${head.pointer}/required`,
      direction: "response",
      effects: {
        wire: base.required
          ? broken(sampleResponse(responses, { header: { name: head.name, value: undefined }, reason }))
          : kept("every response has it now, and a response with it was allowed before"),
      },
      sentence: `${nameHeader(head, responses)} is now ${head.required ? "always there" : "optional"}.`,
      base: base.required,
      head: head.required,
      basePart: base.source,
      headPart: head.source,
      keyword: "required",
    }),
  ];
}

function compareHeaderSchemas(base: Header, head: Header, responses: DescribedResponse): readonly Finding[] {
  return compareSchemaParts({
    base: base.schema,
    head: head.schema,
    definitions: responses.definitions,
    pointer: `${head.pointer}/schema`,
    direction: "response",
    promise: "wire",
    subject: nameHeader(head, responses),
    witness: (value, reason) => sampleResponse(responses, { header: { name: head.name, value }, reason }),
  });
}
