import fc from "fast-check";
import type { FaceName } from "../../faces/face.ts";
import { isObject } from "../../is-object.ts";
import { listBadBodies } from "../../negative/bad-bodies.ts";
import { type FaceSpec, faceSpecs } from "../../spec-elements/face-specs.ts";
import { below, children, type Pointer, resolve } from "../../spec-elements/json-pointer.ts";
import { schemaObjects } from "./schema-values.ts";
import { sometimes } from "./sometimes.ts";

type Body = Record<string, unknown>;

/** Parameters whose largest values make a server generate for long. */
const cheap = {
  max_tokens: fc.integer({ min: 1, max: 5 }),
  n: fc.integer({ min: 1, max: 2 }),
  best_of: fc.integer({ min: 1, max: 2 }),
  // The names of models are the server's.
  model: fc.constant(null),
};

/** Generates bodies for a face: about half of them valid, the others with one fault or several. */
export function bodies(face: FaceName): fc.Arbitrary<unknown> {
  const { document, operation } = faceSpecs[face];
  const good = fc
    .tuple(schemaObjects(document, bodySchema(operation), cheap), cheap.max_tokens)
    .map(([body, max_tokens]) => keepRules({ ...body, max_tokens }));
  const change = listChanges(faceSpecs[face]);
  const objects = fc
    .tuple(good, sometimes(0.4, [], fc.tuple(change)), sometimes(0.1, [], fc.array(change, { maxLength: 2 })))
    .map(([body, one, others]) => ({ ...body, ...Object.fromEntries([...one, ...others]) }));
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 40, arbitrary: objects },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  );
}

/** Changes what a rule forbids: parameters that exclude or need each other. */
function keepRules(body: Body): Body {
  const { n, best_of, stream, stream_options, ...rest } = body;
  const atLeast = Number(n ?? 1);
  const best = typeof best_of === "number" ? { best_of: stream ? atLeast : Math.max(best_of, atLeast) } : {};
  const options = isObject(stream_options) ? { stream_options, stream: true } : {};
  return { ...rest, ...("n" in body && { n }), ...("stream" in body && { stream }), ...best, ...options };
}

/** Generates a parameter and a value for it: mostly one that breaks an element of the spec. */
function listChanges(spec: FaceSpec): fc.Arbitrary<[name: string, value: unknown]> {
  const { pointer } = resolve(spec.document, bodySchema(spec.operation));
  const parameters = children(spec.document, below(pointer, "properties")).map(([name]) => name);
  const names = fc.constantFrom(...parameters, "x_whale", "Temperature", "__proto__");
  return fc.oneof(...listBadValues(spec), {
    weight: 4,
    arbitrary: fc.tuple(names, fc.jsonValue({ maxDepth: 3 })),
  });
}

/** Returns a generator for each element of the spec: of values that break it, with the name of their parameter. */
function listBadValues({ document, operation }: FaceSpec): fc.Arbitrary<[name: string, value: unknown]>[] {
  const byElement = new Map<string, [string, unknown][]>();
  for (const { breach } of listBadBodies(document, operation)) {
    const { elements, loc, invalid } = breach;
    const [name] = loc;
    if (name === undefined || !isObject(invalid)) continue;
    const key = elements.join();
    byElement.set(key, [...(byElement.get(key) ?? []), [name, invalid[name]]]);
  }
  return [...byElement.values()].map((values) => fc.constantFrom(...values));
}

function bodySchema(operation: Pointer): Pointer {
  return below(operation, "requestBody", "content", "application/json", "schema");
}
