import type { Evidence, Witness } from "@completions-api/review";

/** A piece of evidence: a sentence, or code with a label that says what it is. */
export type Block =
  | { readonly kind: "sentence"; readonly text: string }
  | { readonly kind: "code"; readonly language: string; readonly label: string; readonly text: string };

/** Lists what shows that a promise is broken or kept. */
export function evidenceBlocks(evidence: Evidence): readonly Block[] {
  if (evidence.effect === "kept") return [sentence(`Kept: ${evidence.proof}.`)];
  if (evidence.effect === "unknown") return [sentence(`Unknown: ${evidence.tried}.`)];
  return witnessBlocks(evidence.witness);
}

function witnessBlocks(witness: Witness): readonly Block[] {
  switch (witness.kind) {
    case "request": {
      const { exchange, request } = witness;
      if (exchange === undefined)
        return [sentence(`Refused now: ${witness.reason}`), code("json", "Request", toJson(request))];
      return [
        sentence(`Refused now: ${witness.reason}`),
        code("sh", "Request", exchange.curl),
        code("json", `Response before, ${exchange.base.status}`, indent(exchange.base.body)),
        code("json", `Response after, ${exchange.head.status}`, indent(exchange.head.body)),
      ];
    }
    case "response":
      return [
        sentence(`Not expected before: ${witness.reason}`),
        code("json", `Response, ${witness.status}`, toJson({ headers: witness.headers, body: witness.body })),
      ];
    case "event":
      return [
        sentence(`Not expected before: ${witness.reason}`),
        code("json", "Event", toJson(witness.data)),
      ];
    case "code":
      return [sentence(`No longer compiles: ${witness.reason}`), code("ts", "Code", witness.code)];
    case "meaning":
      return [sentence(`Before: ${witness.base}`), sentence(`After: ${witness.head}`)];
  }
}

function sentence(text: string): Block {
  return { kind: "sentence", text };
}

function code(language: string, label: string, text: string): Block {
  return { kind: "code", language, label, text };
}

/** Formats a value for people. Undefined stays so. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2) ?? "nothing";
}

function indent(json: string): string {
  try {
    return toJson(JSON.parse(json));
  } catch {
    // The review cuts long bodies.
    return json;
  }
}
