import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import { code } from "../code.ts";
import { type Comparison, pairOperations } from "../comparison.ts";
import {
  createFinding,
  type Effects,
  type Finding,
  type FindingParts,
  kept,
  meansOtherwise,
  unknown,
} from "../findings/finding.ts";
import { pairEntries } from "../pair-entries.ts";

/** A rule that no schema can express. */
interface Rule {
  readonly id: string;
  readonly text: string;
  /** The object that states it. */
  readonly part: JsonObject;
}

/** The owner of rules: an operation, or the whole document. */
interface RuleHolder {
  readonly source: JsonObject;
  readonly pointer: string;
}

/** Compares the rules that operations, and the document as a whole, state under `x-rules`. */
export function compareRules(comparison: Comparison): readonly Finding[] {
  const root = { pointer: "" };
  return [
    ...compareHolders(
      { ...root, source: comparison.base.document.root },
      { ...root, source: comparison.head.document.root },
    ),
    ...pairOperations(comparison).flatMap(({ base, head }) => compareHolders(base, head)),
  ];
}

function compareHolders(base: RuleHolder, head: RuleHolder): readonly Finding[] {
  const [before, after] = [rulesOf(base.source), rulesOf(head.source)];
  const renamed = findRenamed(before, after);
  return pairEntries(before, after).flatMap(([id, old, now]) => {
    const parts = {
      pointer: `${head.pointer}/x-rules/${id}`,
      direction: id.startsWith("stream-") ? "response" : "both",
      basePart: old?.part ?? base.source,
      headPart: now?.part ?? head.source,
      base: old?.text,
      head: now?.text,
    } as const;
    if (old === undefined) return renamed.has(id) ? [] : [addedRule(now, parts)];
    if (now === undefined) {
      const name = [...renamed].find(([, earlier]) => earlier === id)?.[0];
      return [name === undefined ? removedRule(old, parts) : renamedRule(id, name, parts)];
    }
    return plainText(old.text) === plainText(now.text) ? [] : [rewordedRule(old, parts)];
  });
}

type Parts = Omit<FindingParts, "rule" | "effects" | "sentence">;

/**
 * Judges a rule that is new. Streams are answers: one that obeys one more rule is a stream that was allowed before. Any
 * other rule may demand something of callers, which nobody can tell from its text.
 */
function addedRule({ id }: Rule, parts: Parts): Finding {
  const isStream = id.startsWith("stream-");
  return createFinding({
    ...parts,
    keyword: "x-rules",
    rule: "rule-added",
    effects: promiseOf(
      id,
      isStream
        ? kept("a stream that obeys one more rule was allowed before")
        : unknown("a rule is text, and this one may demand something of callers"),
    ),
    sentence: `The rule ${code(id)} is new.`,
    addsFeature: true,
  });
}

function removedRule({ id, text }: Rule, parts: Parts): Finding {
  return createFinding({
    ...parts,
    keyword: "x-rules",
    rule: "rule-removed",
    effects: promiseOf(id, meansOtherwise(text, "No rule says so.")),
    sentence: `The rule ${code(id)} is removed.`,
  });
}

function rewordedRule({ id }: Rule, parts: Parts): Finding {
  return createFinding({
    ...parts,
    keyword: "rule",
    rule: "rule-reworded",
    effects: promiseOf(id, unknown("a rule is text, and only a person can tell whether it means the same")),
    sentence: `The rule ${code(id)} is worded differently.`,
  });
}

function renamedRule(id: string, name: string, parts: Parts): Finding {
  return createFinding({
    ...parts,
    keyword: "x-rules",
    rule: "rule-renamed",
    effects: promiseOf(id, kept("its text is the same")),
    sentence: `The rule ${code(id)} is now called ${code(name)}.`,
  });
}

/** Returns the effects of a rule: its id tells whether it is about streams. */
function promiseOf(id: string, evidence: NonNullable<Effects["stream"]>): Effects {
  return id.startsWith("stream-") ? { stream: evidence } : { behaviour: evidence };
}

/** Maps new ids to old ones that are gone and whose text is the same. */
function findRenamed(
  before: ReadonlyMap<string, Rule>,
  after: ReadonlyMap<string, Rule>,
): ReadonlyMap<string, string> {
  const gone = new Map(
    [...before.values()].filter(({ id }) => !after.has(id)).map(({ id, text }) => [plainText(text), id]),
  );
  return new Map(
    [...after.values()].flatMap(({ id, text }) => {
      const old = before.has(id) ? undefined : gone.get(plainText(text));
      return old === undefined ? [] : [[id, old]];
    }),
  );
}

function rulesOf(source: JsonObject): ReadonlyMap<string, Rule> {
  const list = source["x-rules"];
  if (!Array.isArray(list)) return new Map();
  return new Map(list.map((entry: Json) => toRule(entry, source)).map((rule) => [rule.id, rule]));
}

/** Reads a rule. One without an id is known by its text. */
function toRule(entry: Json, source: JsonObject): Rule {
  if (!isJsonObject(entry)) return { id: String(entry), text: String(entry), part: source };
  const { id, rule, description } = entry;
  const text = String(rule ?? description ?? JSON.stringify(entry));
  return { id: typeof id === "string" ? id : text, text, part: entry };
}

/** Drops what does not change a text's meaning: line breaks and the marks of Markdown. */
function plainText(text: string): string {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/[`*_]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
