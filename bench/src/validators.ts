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
  const figures = listBodies().map((body) => ({ ...body, ...measure(body) }));
  const rows = figures.flatMap(({ name, parse, justInTime, ours }): Row[] => [
    { name: `${name}, JSON.parse`, value: parse, unit: "bodies/s" },
    { name: `${name}, ajv just in time`, value: justInTime, unit: "bodies/s" },
    { name: `${name}, validator`, value: ours, unit: "bodies/s" },
  ]);
  const valid = figures.filter((figure) => figure.valid);
  const overParse = Math.min(...valid.map(({ ours, parse }) => ours / parse));
  const overAjv = Math.min(...valid.map(({ ours, justInTime }) => ours / justInTime));
  const size = (await bundledSize(new URL("one-validator.ts", import.meta.url))) / 1000;
  return {
    rows: [...rows, { name: "request validator, min+gzip", value: size, unit: "kB" }],
    bars: [
      atLeast(4, "valid bodies/s over JSON.parse, the worst", overParse),
      atLeast(0.7, "valid bodies/s over ajv just in time, the worst", overAjv),
      atMost(2.5, "request validator, kB", size),
    ],
  };
}

interface Body {
  readonly name: string;
  readonly body: unknown;
  readonly valid: boolean;
}

function listBodies(): Body[] {
  return Object.entries(spec.components.examples).flatMap(
    ([name, { value, "x-request": request }]): Body[] => {
      if (name.endsWith("-request")) return [{ name, body: value, valid: true }];
      return value.code === "invalid_parameter" ? [{ name, body: request?.body, valid: false }] : [];
    },
  );
}

function measure({ name, body, valid }: Body): Record<"parse" | "justInTime" | "ours", number> {
  if (validateCreateCompletionRequest(body).valid !== valid || compiled(body) !== valid) {
    throw new Error(`A validator is wrong about ${name}, which is ${valid ? "valid" : "invalid"}.`);
  }
  const text = JSON.stringify(body);
  return measureRates({
    parse: () => JSON.parse(text),
    justInTime: () => compiled(body),
    ours: () => validateCreateCompletionRequest(body),
  });
}
