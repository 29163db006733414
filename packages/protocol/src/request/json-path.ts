import { skipSpace, skipString } from "./json-scan.ts";
import { decodeUtf8 } from "./utf8.ts";

/**
 * Finds the path to a value in a valid JSON text in UTF-8: names and positions, as in an error's `detail.loc`.
 *
 * @param start - the place of the value that the path starts from.
 * @param target - the place of the value that it leads to.
 */
export function findPath(json: Uint8Array, start: number, target: number): string[] {
  // For each list or object that is open, the position of the item, or the place of the member's name.
  const steps: { readonly isList: boolean; place: number }[] = [];
  for (let at = start; at < target; at += 1) {
    const step = steps.at(-1);
    switch (json[at]) {
      case 0x5b: // [
        steps.push({ isList: true, place: 0 });
        break;
      case 0x7b: // {
        steps.push({ isList: false, place: skipSpace(json, at + 1) });
        break;
      case 0x5d: // ]
      case 0x7d: // }
        steps.pop();
        break;
      case 0x2c: // ,
        if (step) step.place = step.isList ? step.place + 1 : skipSpace(json, at + 1);
        break;
      case 0x22: // "
        at = skipString(json, at) - 1;
    }
  }
  return steps.map(({ isList, place }) =>
    isList ? String(place) : JSON.parse(decodeUtf8(json, place, skipString(json, place))),
  );
}
