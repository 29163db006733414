import openAISpec from "@completions-api/spec/openai.json" with { type: "json" };
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import type { FaceName } from "../faces/face-name.ts";
import type { Referee } from "../referee/referee.ts";
import { createPrism, type Prism, readOperations } from "./prism.ts";
import { toPrismRequest } from "./prism-request.ts";

const specs = { azure: spec, openai: openAISpec };

/** Loads Prism's checks of one operation. */
export type LoadPrism = (face: FaceName, operationId: string) => Promise<Prism>;

/** Creates a function that reads the spec of a face when it is first needed. */
export function createPrismLoader(): LoadPrism {
  const loading = new Map<FaceName, Promise<ReadonlyMap<string, Prism>>>();
  const load = async (face: FaceName) => {
    const operations = await readOperations(structuredClone(specs[face]));
    return new Map(operations.map((operation) => [operation.iid ?? "", createPrism(operation)]));
  };
  return async (face, operationId) => {
    const loaded = loading.get(face) ?? load(face);
    loading.set(face, loaded);
    const prism = (await loaded).get(operationId);
    if (prism === undefined) throw new Error(`The spec has no operation ${operationId}.`);
    return prism;
  };
}

/** Creates a referee that lets Prism check every exchange against the spec, and refuses what Prism refuses. */
export function createPrismReferee(): Referee {
  const load = createPrismLoader();
  return {
    async checkRequest({ face, operationId, request }, read) {
      (await load(face, operationId)).checkRequest(toPrismRequest(request, read));
    },
    async checkResponse({ face, operationId }, { status, headers, body }) {
      (await load(face, operationId)).checkResponse({ statusCode: status, headers, body });
    },
  };
}
