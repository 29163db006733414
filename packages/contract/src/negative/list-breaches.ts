import { isObject } from "../is-object.ts";
import { below, children, type Pointer, read, resolve } from "../spec-elements/json-pointer.ts";
import { type Breach, within } from "./breach.ts";
import { typeOf, typesOf } from "./json-type.ts";
import { sampleValue } from "./sample-value.ts";
import { valuesOutside } from "./values-outside.ts";

/** A key of an object whose keys the schema does not name: `logit_bias` has the numbers of tokens. */
const anyKey = "0";

/**
 * Lists breaches of all that a schema states. A branch of `oneOf` knows nothing of the others, so another one may accept
 * what it refuses.
 *
 * @param sample - a value that the schema accepts, to which the breaches of its properties are added. By default a small one.
 */
export function listBreaches(
  document: unknown,
  start: Pointer,
  sample: unknown = sampleValue(document, start),
): Breach[] {
  const { pointer, value: schema } = resolve(document, start);
  return Object.keys(schema).flatMap((keyword) => {
    const place = below(pointer, keyword);
    switch (keyword) {
      case "properties":
        return children(document, place).flatMap(([key, property]) =>
          listBreaches(document, property).map((breach) =>
            within(breach, { key, name: key }, (value) => ({
              ...(isObject(sample) && sample),
              [key]: value,
            })),
          ),
        );
      case "items": {
        // A good item comes first, because some servers look at no other.
        const item = sampleValue(document, place);
        return listBreaches(document, place).map((breach) =>
          within(breach, { key: "1", name: keyword }, (value) => [item, value]),
        );
      }
      case "additionalProperties":
        return isObject(schema[keyword])
          ? listBreaches(document, place).map((breach) =>
              within(breach, { key: anyKey, name: "values" }, (value) => ({ [anyKey]: value })),
            )
          : [];
      case "oneOf":
        return listUnionBreaches(document, place);
      case "required":
        return children(document, place).map(([, entry]) =>
          withoutProperty(place, read(document, entry), sample),
        );
      default:
        return listOwnBreaches(schema, { pointer, keyword, sample });
    }
  });
}

function listUnionBreaches(document: unknown, union: Pointer): Breach[] {
  const branches = children(document, union).map(([, branch]) => branch);
  return branches.flatMap((branch) => {
    const others = branches.filter((other) => other !== branch).flatMap((other) => typesOf(document, other));
    return (
      listBreaches(document, branch)
        // A value of another branch's type may be a breach of something else in that branch.
        .filter(
          ({ name, loc, invalid }) =>
            name.at(-1) !== "type" || loc.length > 0 || !others.includes(typeOf(invalid)),
        )
        .map((breach) => ({ ...breach, name: [...titleOf(document, branch), ...breach.name] }))
    );
  });
}

function titleOf(document: unknown, schema: Pointer): string[] {
  const { title } = resolve(document, schema).value;
  return title === undefined ? [] : [String(title)];
}

function withoutProperty(required: Pointer, entry: unknown, sample: unknown): Breach {
  const name = String(entry);
  const { [name]: _missing, ...invalid } = isObject(sample) ? sample : {};
  return { elements: [below(required, name)], name: [name, "required"], loc: [name], valid: sample, invalid };
}

interface Keyword {
  readonly pointer: Pointer;
  readonly keyword: string;
  readonly sample: unknown;
}

function listOwnBreaches(
  schema: Readonly<Record<string, unknown>>,
  { pointer, keyword, sample }: Keyword,
): Breach[] {
  const stated = schema[keyword];
  const place = below(pointer, keyword);
  const elements = keyword === "enum" ? [stated].flat().map((entry) => below(place, String(entry))) : [place];
  const { inside, outside } = valuesOutside(schema, keyword, sample);
  return outside.map((invalid) => ({ elements, name: [keyword], loc: [], valid: inside, invalid }));
}
