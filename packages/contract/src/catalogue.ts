import { errorStatuses } from "@completions-api/validators";
import { errorStatuses as openAIErrorStatuses } from "@completions-api/validators/openai";
import packageJson from "../package.json" with { type: "json" };
import type { CaseRequest, ContractCase, Expectation, ExpectedError } from "./contract-case.ts";
import { defaultFace, type FaceName, faceNames } from "./faces/face.ts";
import { faceFormats } from "./faces/face-formats.ts";
import { sourcesOf } from "./reports/sources-of.ts";
import { capabilities } from "./target.ts";

const statuses: Readonly<Record<FaceName, Readonly<Record<string, number>>>> = {
  completions: errorStatuses,
  openai: openAIErrorStatuses,
};

/** Formats cases as JSON, which follows `schema/catalogue.schema.json` and has all that a port of them needs. */
export function formatCatalogue(cases: readonly ContractCase[]): string {
  const catalogue = {
    $schema: "https://unpkg.com/@completions-api/contract/schema/catalogue.schema.json",
    schemaVersion: 1,
    version: packageJson.version,
    faces: Object.fromEntries(faceNames.map((face) => [face, describeFace(face)])),
    capabilities,
    cases: cases.map(describeCase),
  };
  return `${JSON.stringify(catalogue, null, 2)}\n`;
}

/** Returns the parts of a request that do not state their own. */
function describeFace(face: FaceName): object {
  return {
    ...{ method: "POST", path: "/completions", query: faceFormats[face].query },
    headers: { "content-type": "application/json", authorization: "Bearer $COMPLETIONS_TOKEN" },
  };
}

function describeCase(contractCase: ContractCase): object {
  const { id, title, level = "must", faces = [defaultFace], needs = [], covers } = contractCase;
  const facts = {
    ...{ id, title, level, faces, needs },
    sources: Object.fromEntries(faces.map((face) => [face, sourcesOf(id, face)])),
    covers,
  };
  if ("run" in contractCase) return { ...facts, kind: "http" };
  return {
    ...facts,
    kind: "exchanges",
    exchanges: contractCase.exchanges.map(({ request, expect }) => ({
      request: describeRequest(request),
      expect: describeExpectation(expect, faces),
    })),
    comparesCompletions: contractCase.check !== undefined,
  };
}

function describeRequest({ body, headers = {}, query }: CaseRequest): object {
  return { ...(body !== undefined && { body }), headers, ...(query !== undefined && { query }) };
}

function describeExpectation(expect: Expectation, faces: readonly FaceName[]): object {
  if (expect.outcome !== "error") return expect;
  const { loc, param, mentions = [], retryAfter } = expect;
  return {
    outcome: "error",
    errors: Object.fromEntries(faces.map((face) => [face, describeError(expect, face)])),
    ...(loc && { loc }),
    ...(param !== undefined && { param }),
    mentions,
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

function describeError(expect: ExpectedError, face: FaceName): object {
  const code = faceFormats[face].toCode(expect);
  return { status: statuses[face][code], code };
}

/** Formats cases as a table for people. */
export function formatCatalogueTable(cases: readonly ContractCase[]): string {
  const rows = cases.map(({ id, level = "must", faces = [defaultFace], needs = [], title }) => [
    ...[id, level, faces.join(", "), needs.join(", ") || "-", title],
  ]);
  const table = [["id", "level", "faces", "needs", "statement"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}\n`)
    .join("");
}
