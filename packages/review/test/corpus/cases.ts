import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { loadDocument } from "../../src/document/load-document.ts";
import type { Tree } from "../../src/git/tree.ts";
import type { Effect, PromiseName } from "../../src/model/change.ts";
import type { Json } from "../../src/model/json.ts";
import type { Verdict, VersionStep } from "../../src/model/review.ts";
import type { SpecDocument } from "../../src/model/spec-document.ts";

/** An edit of a small spec. corpus/README.md explains the keys of `expect.yaml`. */
export interface Case {
  readonly name: string;
  readonly expected: Expectation;
}

export interface Expectation {
  readonly verdict: Verdict;
  readonly promises: Readonly<Record<PromiseName, Effect>>;
  readonly semver: VersionStep;
  readonly data?: readonly Datum[];
  readonly changes?: number;
  readonly mentions?: string;
  readonly argument: string;
  readonly from: string;
}

/** A value, and whether the schemas of both sides accept it. */
export interface Datum {
  readonly part: "request" | "response" | "event";
  readonly value: Json;
  readonly old: boolean;
  readonly new: boolean;
}

/** Both sides of a case. */
export interface Sides {
  readonly base: SpecDocument;
  readonly head: SpecDocument;
}

const corpus = new URL("../../corpus/", import.meta.url);

/** The cases by name. */
export const cases: readonly Case[] = readdirSync(corpus, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({
    name,
    expected: parse(readFileSync(new URL(`${name}/expect.yaml`, corpus), "utf8")) as Expectation,
  }));

/** Loads both sides of a case. */
export async function loadCase({ name }: Case): Promise<Sides> {
  const [base, head] = await Promise.all([
    loadDocument(treeOf(name, "base"), "openapi.yaml"),
    loadDocument(treeOf(name, "head"), "openapi.yaml"),
  ]);
  return { base, head };
}

/** Both sides have the same path, as they would in two commits. */
function treeOf(name: string, side: "base" | "head"): Tree {
  return {
    name: side,
    commit: undefined,
    read: async (path) =>
      path === "openapi.yaml" ? readFile(new URL(`${name}/${side}.yaml`, corpus), "utf8") : undefined,
    list: async () => ["openapi.yaml"],
  };
}
