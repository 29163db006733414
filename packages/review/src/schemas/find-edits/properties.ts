import type { Json, JsonObject } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { namesAt, schemaMapAt } from "../keywords.ts";
import { nameOfPath } from "../sentences.ts";
import {
  below,
  type Edit,
  editAt,
  type ObjectPlace,
  onObject,
  type Remaining,
  receiverOf,
  type Search,
  senderOf,
} from "./edit.ts";

/**
 * Finds the properties that come, go, change, or become required or optional. Objects are read as their users read them:
 *
 * - A caller sends only the properties that the base names, so one that an open object gains breaks no request.
 * - The default policy refuses unknown parameters, so one that is gone breaks requests that use it, even in an open object.
 * - A reader ignores properties that the base does not name, so one that is new breaks no response.
 */
export function findPropertyEdits(search: Search, place: ObjectPlace, remaining: Remaining): void {
  if (!remaining.has("properties") && !remaining.has("required")) return;
  // Beside `unevaluatedProperties`, branches may name properties, too. Such schemas are compared as a whole.
  if ([place.base, place.head].some((side) => side.unevaluatedProperties !== undefined)) return;
  const base = schemaMapAt(place.base, "properties");
  const head = schemaMapAt(place.head, "properties");
  for (const name of new Set([...base.keys(), ...head.keys()])) {
    const [before, after] = [base.get(name), head.get(name)];
    if (before !== undefined && after !== undefined)
      search.walk(below(place, before, after, "properties", name));
    else if (after !== undefined) search.edits.push(addition(search, place, name, after));
    else if (before !== undefined) search.edits.push(removal(search, place, name, before));
  }
  const named = (name: string) => base.has(name) === head.has(name);
  search.edits.push(...findRequiredEdits(search, place, named));
  remaining.delete("properties");
  remaining.delete("required");
}

function addition(search: Search, place: ObjectPlace, name: string, schema: Schema): Edit {
  const isRequired = namesAt(place.head, "required").includes(name);
  const wasRequired = namesAt(place.base, "required").includes(name);
  const label = nameOfPath([...place.headPath, "properties", name]);
  const extras = place.base.additionalProperties;
  const common = {
    steps: ["properties", name],
    base: undefined,
    head: isRequired ? { required: true, schema } : schema,
    widens: true,
  };
  const at = originOfPart(place, "headOrigin", schema);
  if (search.direction === "response") {
    // A base that describes its extra properties describes the new one, too.
    const isDescribed = typeof extras === "object";
    return editAt(search, place, {
      ...common,
      ...at,
      rule: "response-property-added",
      sentence: `${label} is new.`,
      ...(isDescribed
        ? { apply: withoutProperty(name) }
        : { exemption: "readers ignore properties that they do not know" }),
    });
  }
  const needsIt = isRequired && !wasRequired;
  const isOpen = extras === undefined || extras === true;
  return editAt(search, place, {
    ...common,
    ...at,
    rule: "request-property-added",
    sentence: needsIt ? `${label} is new and required.` : `${label} is new.`,
    widens: true,
    notes:
      isOpen && !needsIt
        ? [`A caller that already sends ${label} as an extra parameter may be affected.`]
        : [],
    ...(!isOpen
      ? { apply: withProperty(name, schema, isRequired) }
      : needsIt
        ? { apply: onObject((site) => ({ ...site, required: [...namesAt(site, "required"), name] })) }
        : { exemption: "callers send only properties that the base names" }),
  });
}

function removal(search: Search, place: ObjectPlace, name: string, schema: Schema): Edit {
  const label = nameOfPath([...place.basePath, "properties", name]);
  const wasRequired = namesAt(place.base, "required").includes(name);
  const extras = place.head.additionalProperties;
  const common = {
    steps: ["properties", name],
    base: wasRequired ? { required: true, schema } : schema,
    head: undefined,
    sentence: `${label} is gone.`,
    widens: false,
    ...originOfPart(place, "baseOrigin", schema),
  };
  if (search.direction === "request")
    return editAt(search, place, {
      ...common,
      rule: "request-property-removed",
      ...(typeof extras === "object"
        ? { apply: withoutProperty(name) }
        : { apply: withForbidden(name), isPolicy: true }),
    });
  const stillRequired = namesAt(place.head, "required").includes(name);
  return editAt(search, place, {
    ...common,
    rule: "response-property-removed",
    ...(typeof extras === "object"
      ? { apply: withProperty(name, schema, wasRequired) }
      : wasRequired && !stillRequired
        ? { apply: onObject((site) => ({ ...site, required: [...namesAt(site, "required"), name] })) }
        : { exemption: "readers must already do without it" }),
  });
}

function findRequiredEdits(search: Search, place: ObjectPlace, named: (name: string) => boolean): Edit[] {
  const sides = { base: namesAt(place.base, "required"), head: namesAt(place.head, "required") };
  const receiver = receiverOf(search.direction, sides);
  const sender = senderOf(search.direction, sides);
  const names = [...new Set([...sides.base, ...sides.head])];
  return names
    .filter((name) => named(name) && receiver.includes(name) !== sender.includes(name))
    .map((name) => {
      const isRequired = sides.head.includes(name);
      const label = nameOfPath([...place.basePath, "properties", name]);
      return editAt(search, place, {
        rule: isRequired ? "property-required" : "property-optional",
        keyword: "required",
        steps: ["required", name],
        base: !isRequired,
        head: isRequired,
        sentence: isRequired ? `${label} is now required.` : `${label} is no longer required.`,
        widens: !isRequired,
        apply: onObject((site) => ({
          ...site,
          required: receiver.includes(name)
            ? [...namesAt(site, "required"), name]
            : namesAt(site, "required").filter((other) => other !== name),
        })),
      });
    });
}

function withProperty(name: string, schema: Schema, isRequired: boolean) {
  return onObject((site) => ({
    ...site,
    properties: { ...propertiesOf(site), [name]: schema },
    ...(isRequired && { required: [...new Set([...namesAt(site, "required"), name])] }),
  }));
}

function withoutProperty(name: string) {
  return onObject((site) => {
    const { [name]: _, ...properties } = propertiesOf(site);
    return { ...site, properties, required: namesAt(site, "required").filter((other) => other !== name) };
  });
}

function withForbidden(name: string) {
  return onObject((site) => ({
    ...site,
    properties: { ...propertiesOf(site), [name]: false },
    required: namesAt(site, "required").filter((other) => other !== name),
  }));
}

function propertiesOf(site: JsonObject): Readonly<Record<string, Json>> {
  return Object.fromEntries(schemaMapAt(site, "properties"));
}

function originOfPart(place: ObjectPlace, side: "baseOrigin" | "headOrigin", schema: Schema): Partial<Edit> {
  const origin = below(place, schema, schema)[side];
  return origin ? { [side]: origin } : {};
}
