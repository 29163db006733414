import { readFileSync } from "node:fs";
import { validateCreateCompletionRequest } from "@completions-api/validators";
import { Ajv2020 } from "ajv/dist/2020.js";
import { bundledSize } from "./bundled-size.ts";
import { measureRates } from "./rates.ts";
import { atLeast, atMost, type Report, type Row } from "./report.ts";

interface Example {
  readonly value: { readonly code?: string };
  /** The request that a response answers. */
  readonly "x-request"?: { readonly body: unknown };
}

const specUrl = new URL(import.meta.resolve("@completions-api/spec/openapi.json"));
const spec: { components: { examples: Record<string, Example> } } = JSON.parse(readFileSync(specUrl, "utf8"));

/** Plain ajv on the spec as it is. */
const compiled = new Ajv2020({ strict: false })
  .addSchema(spec, "spec")
  .compile({ $ref: "spec#/components/schemas/CreateCompletionRequest" });

/**
 * Validates the requests of the spec's examples, beside JSON.parse of their text and the code that ajv compiles just in time;
 * and weighs the request validator.
 */
export async function benchValidators(): Promise<Report> {
  const examples = Object.entries(spec.components.examples);
  const valid = measure(
    true,
    examples.filter(([name]) => name.endsWith("-request")).map(([, { value }]) => value),
  );
  const invalid = measure(
    false,
    examples
      .filter(([, { value }]) => value.code === "invalid_parameter")
      .map(([, { "x-request": request }]) => request?.body),
  );
  const size = (await bundledSize(new URL("bundles/request-validator.ts", import.meta.url))) / 1000;
  return {
    rows: [
      ...toRows("valid", valid),
      ...toRows("invalid", invalid),
      { name: "request validator, min+gzip", value: size, unit: "kB" },
    ],
    bars: [
      atLeast(4, "valid bodies/s over JSON.parse", valid.ours / valid.parse),
      atLeast(0.7, "valid bodies/s over ajv just in time", valid.ours / valid.justInTime),
      atMost(2.5, "request validator, kB", size),
    ],
  };
}

/** Bodies a second. */
type Rates = Record<"parse" | "justInTime" | "ours", number>;

function toRows(kind: string, { parse, justInTime, ours }: Rates): Row[] {
  return [
    { name: `${kind}, JSON.parse`, value: parse, unit: "bodies/s" },
    { name: `${kind}, ajv just in time`, value: justInTime, unit: "bodies/s" },
    { name: `${kind}, validator`, value: ours, unit: "bodies/s" },
  ];
}

/**
 * All the bodies take turns, as they do in front of a server. Code that sees objects of one shape alone is several times as
 * fast, and whichever body came first would have that to itself.
 */
function measure(valid: boolean, bodies: readonly unknown[]): Rates {
  for (const body of bodies) {
    if (validateCreateCompletionRequest(body).valid !== valid || compiled(body) !== valid) {
      throw new Error(`A validator is wrong: ${JSON.stringify(body)} is ${valid ? "valid" : "invalid"}.`);
    }
  }
  const texts = bodies.map((body) => JSON.stringify(body));
  const rounds = measureRates({
    parse: inTurn(texts, (text) => JSON.parse(text)),
    justInTime: inTurn(bodies, (body) => compiled(body)),
    ours: inTurn(bodies, (body) => validateCreateCompletionRequest(body)),
  });
  return {
    parse: rounds.parse * bodies.length,
    justInTime: rounds.justInTime * bodies.length,
    ours: rounds.ours * bodies.length,
  };
}

function inTurn<Value>(values: readonly Value[], run: (value: Value) => unknown): () => void {
  return () => {
    for (const value of values) run(value);
  };
}
