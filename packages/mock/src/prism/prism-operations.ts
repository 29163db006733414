import openAISpec from "@completions-api/spec/openai.json" with { type: "json" };
import spec from "@completions-api/spec/openapi.json" with { type: "json" };
import type { FaceName } from "../faces/face-name.ts";
import { createPrism, type Prism, readOperations } from "./prism.ts";

const specs = { completions: spec, openai: openAISpec };

/** The operations of each face that was needed. All mocks share them, because Prism takes long to read a spec. */
const loading = new Map<FaceName, Promise<ReadonlyMap<string, Prism>>>();

/** Loads Prism's checks of one operation. Reads the spec of a face when it is first needed. */
export async function loadPrism(face: FaceName, operationId: string): Promise<Prism> {
  const loaded = loading.get(face) ?? readFace(face);
  loading.set(face, loaded);
  const prism = (await loaded).get(operationId);
  if (prism === undefined) throw new Error(`The spec has no operation ${operationId}.`);
  return prism;
}

async function readFace(face: FaceName): Promise<ReadonlyMap<string, Prism>> {
  const operations = await readOperations(structuredClone(specs[face]));
  return new Map(operations.map((operation) => [operation.iid ?? "", createPrism(operation)]));
}
