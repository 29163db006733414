import type { JsonObject } from "../../model/json.ts";
import { numberAt, typesOf } from "../keywords.ts";

/** An interval of numbers. Infinite bounds are not exclusive. */
interface Interval {
  readonly from: number;
  readonly isFromExclusive: boolean;
  readonly to: number;
  readonly isToExclusive: boolean;
}

/** Says whether a schema's numbers fit the bounds and the step of another one. */
export function includesNumbers(sub: JsonObject, sup: JsonObject): boolean {
  const [inner, outer] = [intervalOf(sub), intervalOf(sup)];
  const startsInside =
    inner.from > outer.from ||
    (inner.from === outer.from && (!outer.isFromExclusive || inner.isFromExclusive));
  const endsInside =
    inner.to < outer.to || (inner.to === outer.to && (!outer.isToExclusive || inner.isToExclusive));
  return startsInside && endsInside && isStepOf(sub, sup);
}

/** Returns the interval of a schema's numbers. Bounds of integers are the outermost integers. */
function intervalOf(schema: JsonObject): Interval {
  let [from, isFromExclusive] = [numberAt(schema, "minimum") ?? Number.NEGATIVE_INFINITY, false];
  const above = numberAt(schema, "exclusiveMinimum");
  if (above !== undefined && above >= from) [from, isFromExclusive] = [above, true];
  let [to, isToExclusive] = [numberAt(schema, "maximum") ?? Number.POSITIVE_INFINITY, false];
  const below = numberAt(schema, "exclusiveMaximum");
  if (below !== undefined && below <= to) [to, isToExclusive] = [below, true];
  if (!isInteger(schema)) return { from, isFromExclusive, to, isToExclusive };
  return {
    from: isFromExclusive ? Math.floor(from) + 1 : Math.ceil(from),
    isFromExclusive: false,
    to: isToExclusive ? Math.ceil(to) - 1 : Math.floor(to),
    isToExclusive: false,
  };
}

function isStepOf(sub: JsonObject, sup: JsonObject): boolean {
  const step = numberAt(sup, "multipleOf");
  if (step === undefined) return true;
  const own = numberAt(sub, "multipleOf");
  // Only steps of integers are compared by division: fractions of binary numbers are not exact.
  if (own === step) return true;
  if (!Number.isInteger(step)) return false;
  if (own !== undefined && Number.isInteger(own) && own % step === 0) return true;
  return step === 1 && isInteger(sub);
}

function isInteger(schema: JsonObject): boolean {
  return !typesOf(schema).includes("number") || numberAt(schema, "multipleOf") === 1;
}
