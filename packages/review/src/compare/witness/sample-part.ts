import type { Header, MediaType, Parameter } from "../../model/api.ts";
import { isJsonObject, type Json } from "../../model/json.ts";
import type { DefinedSchema } from "../../model/schema.ts";
import { accepts, sampleValue } from "../../schemas/index.ts";

/**
 * Returns a value for a part of a witness that is not the part that changed. It is valid on both sides if such a value is
 * found, so that nothing else than the change is responsible. The document's own examples come first: people know them.
 */
export function samplePart(
  part: Parameter | Header | MediaType,
  base: DefinedSchema,
  head: DefinedSchema | undefined,
): Json | undefined {
  const candidates = [
    ...examplesOf(part),
    ...present(sampleValue(base)),
    ...present(head && sampleValue(head)),
  ];
  const inBase = candidates.filter((value) => accepts(base, value));
  return inBase.find((value) => head === undefined || accepts(head, value)) ?? inBase[0] ?? candidates[0];
}

function examplesOf({ source }: Parameter | Header | MediaType): readonly Json[] {
  const { example, examples } = source;
  const named = isJsonObject(examples) ? Object.values(examples) : [];
  return [
    ...present(example),
    ...named.flatMap((entry) => (isJsonObject(entry) ? present(entry.value) : [])),
  ];
}

function present(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : [value];
}
