import { bodyCheck, headersCheck } from "../../../../validators/scripts/checked-schemas.ts";
import {
  findCompletions,
  listOperations,
  type Response,
  type Spec,
} from "../../../../validators/scripts/spec.ts";
import { type FaceName, listSpecElements } from "../../../src/index.ts";
import { parseJson } from "../../../src/parse-json.ts";
import { isStream } from "../proxy/alter-json.ts";
import type { ProxiedResponse } from "../proxy/alteration.ts";
import { decodeBody } from "../proxy/alterations.ts";
import { breakInstances, moveToBound } from "../spec/break-instances.ts";
import { breakResponse } from "../spec/break-response.ts";
import { specs } from "../spec/specs.ts";
import type { SuiteExchange } from "./record-exchanges.ts";

/** The values that the suite shows to each check of the validators, by the name of the check. */
export type Corpus = ReadonlyMap<string, readonly unknown[]>;

/**
 * Collects what the suite's exchanges show to the validators: requests, responses, each response with each statement of the
 * spec broken, and each response with each value at its bound.
 */
export function collectCorpus(face: FaceName, spec: Spec, exchanges: readonly SuiteExchange[]): Corpus {
  const seen = new Set<string>();
  const corpus = new Map<string, unknown[]>();
  const add = (check: string, value: unknown): void => {
    const text = JSON.stringify(value);
    if (text === undefined || seen.has(check + text)) return;
    seen.add(check + text);
    corpus.set(check, [...(corpus.get(check) ?? []), value]);
  };
  for (const exchange of exchanges) {
    addRequest(exchange, add);
    addResponse(spec, exchange, add);
  }
  const alterations = listSpecElements(specs[face]).flatMap((element) =>
    [breakInstances, moveToBound].map((alter) => breakResponse(face, element, alter)),
  );
  for (const { request, response } of pickSamples(exchanges)) {
    for (const { response: alter } of alterations) {
      const altered = alter?.(response, request);
      if (altered) addResponse(spec, { request, response: altered }, add);
    }
  }
  return corpus;
}

type Add = (check: string, value: unknown) => void;

function addRequest({ request: { method, path, headers, body } }: SuiteExchange, add: Add): void {
  const url = new URL(path, "http://localhost");
  if (method !== "POST" || !url.pathname.endsWith("/completions")) return;
  const names = new Set(url.searchParams.keys());
  const values = [...names].map((name) => {
    const all = url.searchParams.getAll(name);
    return [name, all.length === 1 ? all[0] : all];
  });
  add("checkCreateCompletionQuery", Object.fromEntries(values));
  add("checkCreateCompletionHeaders", headers);
  // Nothing that is larger can tell two specs apart.
  const value = body.length < 10_000 ? parseJson(decodeBody(body)) : undefined;
  if (value !== undefined) add("checkCreateCompletionRequest", value);
}

function addResponse(spec: Spec, { request, response }: SuiteExchange, add: Add): void {
  const declared = findResponse(spec, request.path, response.status);
  if (declared === undefined) return;
  add(headersCheck(declared.status), response.headers);
  const [json, events] = ["application/json", "text/event-stream"].map((type) => declared.content[type]);
  if (isStream(response)) {
    const event = events?.["x-itemSchema"];
    for (const [, data = ""] of response.body.matchAll(/^data: (\{.*)$/gm)) {
      for (const schema of [event, ...(event?.oneOf ?? [])])
        if (schema) add(bodyCheck(schema), parseJson(data));
    }
  } else if (json) add(bodyCheck(json.schema), parseJson(response.body));
}

function findResponse(
  spec: Spec,
  path: string,
  status: number,
): (Response & { readonly status: string }) | undefined {
  const operations = listOperations(spec).filter(({ operationId }) => operationId !== "complete");
  const [list, one] = operations;
  const { pathname } = new URL(path, "http://localhost");
  const model = pathname.endsWith("/models") ? list : one;
  const { responses } = (pathname.includes("/models") && model) || findCompletions(spec);
  const name = String(status) in responses ? String(status) : "default";
  const response = responses[name];
  return response && { ...response, status: name };
}

/** Picks a few exchanges whose responses have the same form. */
function pickSamples(exchanges: readonly SuiteExchange[]): readonly SuiteExchange[] {
  const counts = new Map<string, number>();
  return exchanges.filter(({ request: { path }, response }) => {
    const form = `${path.replace(/\?.*/, "")} ${formOf(response)}`;
    counts.set(form, (counts.get(form) ?? 0) + 1);
    return (counts.get(form) ?? 0) <= 2;
  });
}

/** Describes a response without its values, except the codes of errors and the reasons of choices. */
function formOf({ status, headers, body }: ProxiedResponse): string {
  const names = body.match(/"(\w+)":(?:null|"(?:stop|length|content_filter|[a-z]+_[a-z_]+)")?/g) ?? [];
  return [status, ...Object.keys(headers).sort(), ...new Set(names)].join(" ");
}
