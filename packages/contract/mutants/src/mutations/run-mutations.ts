import { toSpec } from "../../../../validators/scripts/spec.ts";
import type { FaceName } from "../../../src/index.ts";
import { findArgument } from "../argued/spec.ts";
import type { MutantOutcome } from "../outcome.ts";
import type { Server } from "../run/servers.ts";
import { specs } from "../spec/specs.ts";
import { type Corpus, collectCorpus } from "./corpus.ts";
import {
  type detectors,
  findDisagreement,
  type Generated,
  generateTypes,
  generateValidators,
} from "./detectors.ts";
import { listMutations } from "./list-mutations.ts";
import { applyMutation, describeMutation, type SpecMutation } from "./mutation.ts";
import { type PrintedJson, printJson } from "./print-json.ts";
import { recordExchanges } from "./record-exchanges.ts";

/** The spec of a face, and what our packages make of it. */
interface SpecBench {
  readonly face: FaceName;
  readonly bundle: object;
  readonly corpus: Corpus;
  readonly validators: Generated;
  readonly types: string;
  readonly printed: PrintedJson;
}

interface Notice {
  readonly id: (typeof detectors)[number]["id"];
  readonly reason: string;
}

/** Turns each statement of a face's spec once, and finds out if that changes what our packages do. */
export async function runMutations(
  face: FaceName,
  server: Server,
  onOutcome: (outcome: MutantOutcome) => void,
): Promise<MutantOutcome[]> {
  const bundle = specs[face] as object; // A bundle is an object of JSON.
  const bench: SpecBench = {
    face,
    bundle,
    corpus: collectCorpus(face, toSpec(bundle), await recordExchanges(server, face)),
    validators: generateValidators(bundle),
    types: await generateTypes(bundle),
    printed: printJson(bundle),
  };
  const outcomes: MutantOutcome[] = [];
  for (const [index, mutation] of listMutations(bundle).entries()) {
    const outcome = await judge(mutation, index, bench);
    outcomes.push(outcome);
    onOutcome(outcome);
  }
  return outcomes;
}

/** The file of a face's spec, for reports. */
export const specFiles: Readonly<Record<FaceName, string>> = {
  completions: "spec/dist/openapi.json",
  openai: "spec/dist/openai.json",
};

async function judge(mutation: SpecMutation, index: number, bench: SpecBench): Promise<MutantOutcome> {
  const start = performance.now();
  const notice = await findNotice(mutation, bench);
  const description = describeMutation(bench.bundle, mutation);
  const argued = findArgument(bench.face, description);
  const isIgnored = notice === undefined && argued !== undefined;
  return {
    id: `spec/${bench.face}/${index}`,
    mutator: mutation.mutator,
    description,
    ...("set" in mutation.change && { replacement: JSON.stringify(mutation.change.set) }),
    status: notice ? "Killed" : isIgnored ? "Ignored" : "Survived",
    isArgued: argued !== undefined,
    reason: notice?.reason ?? argued?.reason ?? "Neither the validators nor the types differ.",
    ...(notice && { killedBy: notice.id }),
    testsCompleted: 1,
    durationMs: performance.now() - start,
    place: findPlace(mutation, bench),
  };
}

async function findNotice(
  mutation: SpecMutation,
  { bundle, corpus, validators, types }: SpecBench,
): Promise<Notice | undefined> {
  try {
    const mutant = applyMutation(bundle, mutation);
    const generated = generateValidators(mutant);
    const reason = findDisagreement(validators.checks, generated.checks, corpus);
    if (reason !== undefined) return { id: "validators", reason };
    if (generated.code !== validators.code)
      return { id: "validators-code", reason: "The generated code differs." };
    if ((await generateTypes(mutant)) !== types)
      return { id: "types", reason: "The generated types differ." };
    return undefined;
  } catch (error) {
    return { id: "generator", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Finds the value that a mutation changes, the property that it renames, or the object to which it adds something. */
function findPlace({ path, change }: SpecMutation, { face, printed }: SpecBench) {
  const place =
    ("set" in change ? undefined : printed.find(path, "name")) ??
    printed.find(path, "value") ??
    printed.find(path.slice(0, -1), "name");
  if (place === undefined) throw new Error(`The spec has nothing at ${path.join("/")}.`);
  return { file: specFiles[face], ...place };
}
