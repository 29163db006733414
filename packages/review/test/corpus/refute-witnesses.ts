import type { Change, Witness } from "../../src/model/change.ts";
import type { SpecDocument } from "../../src/model/spec-document.ts";
import { allowsRequest } from "./allows-request.ts";
import { allowsEvent, allowsResponse } from "./allows-response.ts";
import type { Sides } from "./cases.ts";
import { at } from "./validate.ts";

/**
 * Rules whose witnesses no schema can refute: credentials, hosts, and how a list is written. A property that leaves an
 * open request is refused by the default policy for extra parameters, and not by the schema.
 */
const beyondSchemas = /^(?:security-|server-|serialization-|request-property-removed$)/;

/** Returns the witnesses that are not fine before and broken after, judged without the code of the review. */
export function refuteWitnesses(changes: readonly Change[], { base, head }: Sides): Witness[] {
  return changes.flatMap(({ rule, pointer, effects }) =>
    [effects.wire, effects.stream].flatMap((evidence) => {
      if (evidence?.effect !== "broken" || evidence.witness.kind === "meaning") return [];
      const { witness } = evidence;
      const [before, after] = [allows(base, pointer, witness), allows(head, pointer, witness)];
      // A request was fine in the base. What readers get is fine in the head.
      const isRequest = witness.kind === "request";
      const [isFine, isBroken] = isRequest ? [before, !after] : [after, !before];
      return isFine && (isBroken || beyondSchemas.test(rule)) ? [] : [witness];
    }),
  );
}

function allows(document: SpecDocument, pointer: string, witness: Witness): boolean {
  if (witness.kind === "request") return allowsRequest(document, witness.request);
  const [, section = "", path = "", method = ""] = pointer
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
  const operation = at(document.root, section, path, method);
  if (operation === undefined) return false;
  if (witness.kind === "response") return allowsResponse(document, operation, witness);
  if (witness.kind === "event") return allowsEvent(document, operation, witness);
  return true;
}
