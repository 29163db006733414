import type { Evidence, RequestWitness, ResponseWitness, WitnessRequest } from "../model/change.ts";
import type { Json } from "../model/json.ts";
import type { PromiseEffect } from "./main-effect.ts";

/** A piece of evidence as every format shows it: a sentence, or a block of code. */
export type Block =
  | { readonly kind: "sentence"; readonly text: string }
  | { readonly kind: "code"; readonly language: string; readonly code: string };

/** Returns what shows that a change breaks or keeps a promise, in full. */
export function listEvidence({ promise, evidence }: PromiseEffect): readonly Block[] {
  const effects = { broken: "breaks", unknown: "unknown", kept: "keeps" } as const;
  return [sentence(`${promise}: ${effects[evidence.effect]}. ${introduce(evidence)}`), ...listCode(evidence)];
}

function introduce(evidence: Evidence): string {
  switch (evidence.effect) {
    case "kept":
      return toSentence(evidence.proof);
    case "unknown":
      return `Tried: ${toSentence(evidence.tried)}`;
    case "broken":
      break;
  }
  const { witness } = evidence;
  switch (witness.kind) {
    case "request":
      return `The base accepts this request, the head refuses it: ${toSentence(witness.reason)}`;
    case "response":
      return `The head allows this response, the base does not: ${toSentence(witness.reason)}`;
    case "event":
      return `The head allows this event, the base does not: ${toSentence(witness.reason)}`;
    case "code":
      return `This compiles against the types of the base, not against those of the head: ${toSentence(witness.reason)}`;
    case "meaning":
      return `The base says: ${toSentence(witness.base)} The head says: ${toSentence(witness.head)}`;
  }
}

function listCode(evidence: Evidence): readonly Block[] {
  if (evidence.effect !== "broken") return [];
  const { witness } = evidence;
  switch (witness.kind) {
    case "request":
      return listRequest(witness);
    case "response":
      return [code("http", formatResponse(witness))];
    case "event":
      return [code("json", formatJson(witness.data))];
    case "code":
      return [code("ts", witness.code)];
    case "meaning":
      return witness.request === undefined ? [] : [code("http", formatRequest(witness.request))];
  }
}

function listRequest({ request, exchange }: RequestWitness): readonly Block[] {
  if (exchange === undefined) return [code("http", formatRequest(request))];
  return [
    code("sh", exchange.curl),
    sentence(`The mock of the base answers ${exchange.base.status}:`),
    code("json", formatAnswer(exchange.base.body)),
    sentence(`The mock of the head answers ${exchange.head.status}:`),
    code("json", formatAnswer(exchange.head.body)),
  ];
}

function formatRequest({ method, path, query, headers, body }: WitnessRequest): string {
  const search = new URLSearchParams(query).toString();
  const lines = [`${method.toUpperCase()} ${path}${search && `?${search}`}`, ...formatHeaders(headers)];
  return appendBody(lines, body);
}

function formatResponse({ status, headers, body }: ResponseWitness): string {
  return appendBody([`HTTP/1.1 ${status}`, ...formatHeaders(headers)], body);
}

function formatHeaders(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}

function appendBody(lines: readonly string[], body: Json | undefined): string {
  return [...lines, ...(body === undefined ? [] : ["", formatJson(body)])].join("\n");
}

/** An answer that was cut, or that is no JSON, stays as it is. */
function formatAnswer(body: string): string {
  try {
    return formatJson(JSON.parse(body));
  } catch {
    return body;
  }
}

/** Short values stay on one line, as people write them. */
function formatJson(value: Json): string {
  const line = JSON.stringify(value);
  return line.length <= 72 ? line : JSON.stringify(value, null, 2);
}

function sentence(text: string): Block {
  return { kind: "sentence", text };
}

function code(language: string, text: string): Block {
  return { kind: "code", language, code: text };
}

/** Gives a phrase a capital and a period, unless a name or value is there. */
function toSentence(phrase: string): string {
  const text = phrase.charAt(0).toUpperCase() + phrase.slice(1);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
