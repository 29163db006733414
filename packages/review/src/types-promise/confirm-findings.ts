import type { Direction, Evidence } from "../model/change.ts";
import type { Compiler } from "./compiler.ts";
import type { TypeChange } from "./type-change.ts";
import type { TypeFinding } from "./walk/finding.ts";

/** A finding, and who is hit. */
export interface DirectedFinding extends TypeFinding {
  readonly direction: Direction;
}

const exportedNames = ["components", "operations", "paths", "StreamEvents"];

/**
 * Compiles the code of findings against both sides. A finding is broken if code compiles against the base and not against
 * the head, and else unknown, or none if it was a guess.
 */
export function confirmFindings(
  findings: readonly DirectedFinding[],
  compiler: Compiler,
): readonly TypeChange[] {
  const probes = findings.map(({ expression }) => (expression ? [`export type Probe = ${expression};`] : []));
  const codes = findings.map((finding, index) => [...(probes[index] ?? []), ...finding.codes].map(addImport));
  const results = compiler.check(codes.flat());
  let offset = 0;
  const changes = findings.flatMap((finding, index): TypeChange[] => {
    const own = codes[index] ?? [];
    const checked = own.map((code, position) => ({ code, ...results[offset + position] }));
    offset += own.length;
    const evidence = judge(finding, checked);
    return evidence === undefined ? [] : [toChange(finding, evidence)];
  });
  return mergeChanges(changes);
}

interface CheckedCode {
  readonly code: string;
  readonly base?: string | undefined;
  readonly head?: string | undefined;
}

function judge({ expression, isGuess }: TypeFinding, checked: readonly CheckedCode[]): Evidence | undefined {
  const [probe] = expression === undefined ? [] : checked;
  const isKnown = probe?.base === undefined && probe?.head === undefined;
  const shown = checked
    .filter((code) => code !== probe)
    .find(({ base, head }) => base === undefined && head !== undefined);
  if (isKnown && shown?.head !== undefined)
    return { effect: "broken", witness: { kind: "code", code: shown.code, reason: firstLine(shown.head) } };
  if (isGuess) return undefined;
  const tried = checked.length - (probe ? 1 : 0);
  const codes = `${tried} ${tried === 1 ? "piece" : "pieces"} of code`;
  return { effect: "unknown", tried: `the types differ, but ${codes} compiled against both` };
}

function addImport(code: string): string {
  const used = exportedNames.filter((name) => new RegExp(`\\b${name}\\[`).test(code));
  return `import type { ${used.join(", ")} } from "./openapi";\n\n${code}\n`;
}

function firstLine(message: string): string {
  return message.split("\n")[0] ?? message;
}

function toChange(finding: DirectedFinding, evidence: Evidence): TypeChange {
  const { rule, pointer, baseOrigin, headOrigin, keyword, direction, sentence, base, head } = finding;
  return {
    rule,
    pointer,
    ...(baseOrigin && { baseOrigin }),
    ...(headOrigin && { headOrigin }),
    ...(keyword !== undefined && { keyword }),
    direction,
    sentence,
    evidence,
    base,
    head,
  };
}

/** Merges changes of one place that callers and readers are hit by, or that several types show. */
function mergeChanges(changes: readonly TypeChange[]): readonly TypeChange[] {
  const groups = Map.groupBy(changes, ({ rule, pointer, baseOrigin, headOrigin, base, head }) => {
    const place = baseOrigin || headOrigin ? [baseOrigin, headOrigin] : [pointer];
    return JSON.stringify([rule, place, base, head]);
  });
  return [...groups.values()].flatMap((group) => {
    const shown = group.find(({ evidence }) => evidence.effect === "broken") ?? group[0];
    if (shown === undefined) return [];
    const hit = new Set(group.map(({ direction }) => direction));
    return [{ ...shown, direction: hit.size === 1 ? shown.direction : ("both" as const) }];
  });
}
