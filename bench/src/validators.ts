import { validateCreateCompletionRequest } from "@completions-api/validators";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Checkout } from "./checkout.ts";
import { measureBundle } from "./measuring/bundle.ts";
import { byName, measureRates } from "./measuring/rates.ts";
import { type Rounds, ratio } from "./measuring/rounds.ts";
import { atLeast, atMost, type Report, type Row } from "./report.ts";
import { bodies, spec } from "./validators/bodies.ts";

/** Plain ajv, with the spec as it is. */
const compiled = new Ajv2020({ strict: false, formats: { int64: true } })
  .addSchema(spec, "spec")
  .compile({ $ref: "spec#/components/schemas/CreateCompletionRequest" });

/**
 * Validates the spec's example requests with the generated validator, with ajv's just-in-time code, and next to `JSON.parse` of
 * the same text. Measures the size of the request validator.
 */
export async function benchValidators(_checkout: Checkout, rounds: number): Promise<Report> {
  const valid = measure("valid", rounds);
  const invalid = measure("invalid", rounds);
  const size = await measureBundle(new URL("bundles/request-validator.ts", import.meta.url));
  return {
    rows: [
      ...toRows("valid", valid),
      ...toRows("invalid", invalid),
      { name: "request validator, min+gzip", value: size, unit: "kB" },
    ],
    bars: [
      atLeast(4, "valid bodies/s, validator : JSON.parse", ratio(valid.ours, valid.parse)),
      atLeast(0.7, "valid bodies/s, validator : ajv just in time", ratio(valid.ours, valid.justInTime)),
      atMost(2.5, "request validator, min+gzip, kB", size),
    ],
  };
}

/** Bodies a second. */
type Rates = Record<"parse" | "justInTime" | "ours", Rounds>;

function toRows(kind: string, { parse, justInTime, ours }: Rates): Row[] {
  return [
    { name: `${kind}, JSON.parse`, value: parse, unit: "bodies/s" },
    { name: `${kind}, ajv just in time`, value: justInTime, unit: "bodies/s" },
    { name: `${kind}, validator`, value: ours, unit: "bodies/s" },
  ];
}

/**
 * Measures with all bodies in turns, because a server gets bodies of many shapes. Code that only sees objects of one
 * shape is several times as fast, and only the first body would profit from that.
 */
function measure(kind: keyof typeof bodies, rounds: number): Rates {
  for (const body of bodies[kind]) {
    const expected = kind === "valid";
    if (validateCreateCompletionRequest(body).valid !== expected || compiled(body) !== expected) {
      throw new Error(`A validator does not find this body ${kind}: ${JSON.stringify(body)}`);
    }
  }
  const texts = bodies[kind].map((body) => JSON.stringify(body));
  const rates = measureRates(
    {
      parse: forEach(texts, (text) => JSON.parse(text)),
      justInTime: forEach(bodies[kind], (body) => compiled(body)),
      ours: forEach(bodies[kind], (body) => validateCreateCompletionRequest(body)),
    },
    rounds,
  );
  return byName(rates, (values) => values.map((rate) => rate * texts.length));
}

function forEach<Value>(values: readonly Value[], run: (value: Value) => unknown): () => void {
  return () => {
    for (const value of values) run(value);
  };
}
