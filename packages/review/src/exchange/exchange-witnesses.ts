import { type Change, type Evidence, promises, type RequestWitness } from "../model/change.ts";
import type { SpecDocument } from "../model/spec-document.ts";
import { addCredential } from "./add-credential.ts";
import { createMock, type Mock } from "./create-mock.ts";
import { findHeader } from "./find-header.ts";
import { formatCurl } from "./format-curl.ts";

/**
 * Sends the request of each request witness to a mock of the base and to one of the head, and adds both answers to the
 * witness. Says so in a note if a mock disagrees with the witness. Changes without a request witness stay as they are.
 */
export async function exchangeWitnesses(
  changes: readonly Change[],
  base: SpecDocument,
  head: SpecDocument,
): Promise<readonly Change[]> {
  if (!changes.some((change) => listWitnesses(change).length > 0)) return changes;
  let mocks: readonly [Mock, Mock];
  try {
    mocks = [await createMock(base.bundle), await createMock(head.bundle)];
  } catch (error) {
    const note = `No request was sent to a mock: Prism cannot read the spec (${String(error)}).`;
    return changes.map((change) =>
      listWitnesses(change).length > 0 ? { ...change, notes: [...change.notes, note] } : change,
    );
  }
  return changes.map((change) => exchangeChange(change, ...mocks));
}

function exchangeChange(change: Change, base: Mock, head: Mock): Change {
  const notes = new Set(change.notes);
  const effects: { -readonly [Name in keyof Change["effects"]]: Change["effects"][Name] } = {
    ...change.effects,
  };
  for (const promise of promises) {
    const witness = requestWitnessOf(effects[promise]);
    if (witness === undefined) continue;
    const exchanged = exchange(witness, base, head);
    effects[promise] = { effect: "broken", witness: exchanged };
    for (const note of listDisagreements(exchanged)) notes.add(note);
  }
  return { ...change, effects, notes: [...notes] };
}

function exchange(witness: RequestWitness, base: Mock, head: Mock): RequestWitness {
  const { headers, body } = witness.request;
  const isTyped = body === undefined || findHeader(headers, "content-type") !== undefined;
  const typed = {
    ...witness.request,
    headers: isTyped ? headers : { ...headers, "Content-Type": "application/json" },
  };
  // The credential is the base's: a request that was fine before a change is what both get.
  const request = addCredential(typed, base.securityOf(typed));
  return {
    ...witness,
    exchange: { curl: formatCurl(request), base: base.send(request), head: head.send(request) },
  };
}

function listDisagreements({ exchange }: RequestWitness): string[] {
  if (exchange === undefined) return [];
  const notes: string[] = [];
  if (exchange.base.status >= 400) {
    notes.push(`The mock of the base refuses the request with ${exchange.base.status}.`);
  }
  if (exchange.head.status < 400) {
    notes.push(`The mock of the head accepts the request all the same.`);
  }
  return notes;
}

function listWitnesses({ effects }: Change): RequestWitness[] {
  return promises.flatMap((promise) => requestWitnessOf(effects[promise]) ?? []);
}

function requestWitnessOf(evidence: Evidence | undefined): RequestWitness | undefined {
  if (evidence?.effect !== "broken" || evidence.witness.kind !== "request") return undefined;
  return evidence.witness;
}
