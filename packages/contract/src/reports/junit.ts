import { type CaseResult, countOutcomes, type RunResult } from "../results.ts";
import { explainFailure, type FailedResult, isFailed } from "./explain-failure.ts";
import { formatFound } from "./format-found.ts";
import { formatTotal } from "./format-total.ts";
import { cutLine, toVisibleLine } from "./visible-text.ts";

/** The longest reason, in UTF-16 code units. */
const longestReason = 1000;

/**
 * Formats a run as JUnit's XML, as Jenkins and GitLab read it. A case is a test of the class `completions-contract.FACE`, whose
 * name is the case's id. A broken recommendation is a test that passes, with a warning as its output.
 */
export function formatJUnit(run: RunResult): string {
  const { results, durationMs, startedAt, target } = run;
  const counts = countOutcomes(results);
  const failures = counts.failed + counts.flipped;
  const numbers = {
    name: "completions-contract",
    tests: results.length,
    failures,
    errors: 0,
    time: toSeconds(durationMs),
  };
  const suite = {
    ...numbers,
    name: `completions-contract.${target.face}`,
    skipped: counts.inconclusive + counts["not-applicable"],
    // The format has no time zones.
    timestamp: new Date(startedAt).toISOString().slice(0, "2000-01-01T00:00:00".length),
  };
  const properties = listProperties(run).map(([name, value]) => element("property", { name, value }));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", numbers, [
    element("testsuite", suite, [
      element("properties", {}, properties),
      ...results.map((result) => formatCase(result, run)),
      element("system-out", {}, [escapeXml(formatTotal(run))]),
    ]),
  ])}\n`;
}

function listProperties({ target, version, capabilities, warnings }: RunResult) {
  const properties: (readonly [name: string, value: string])[] = [
    ["version", version],
    ...Object.entries(target),
    ...capabilities.map(
      ({ capability, found, evidence }) =>
        [`capability.${capability}`, `${formatFound(found)}: ${evidence}`] as const,
    ),
    ...warnings.map(({ id, message }) => [`warning.${id}`, message] as const),
  ];
  return properties;
}

function formatCase(result: CaseResult, { target }: RunResult): string {
  const { id, title, durationMs } = result;
  const test = { name: id, classname: `completions-contract.${target.face}`, time: toSeconds(durationMs) };
  const statement = element("system-out", {}, [escapeXml(toVisibleLine(title))]);
  if (!isFailed(result)) {
    if (result.outcome === "passed") return element("testcase", test, [statement]);
    const reason = `${result.outcome.replace("-", " ")}: ${cutLine(result.reason, longestReason)}`;
    return element("testcase", test, [element("skipped", {}, [escapeXml(reason)]), statement]);
  }
  const text = formatFailure(result, target.face);
  if (result.outcome === "warned") {
    return element("testcase", test, [element("system-out", {}, [escapeXml(`Warning: ${text}`)])]);
  }
  const attributes = { type: result.outcome, message: cutLine(result.reason, longestReason) };
  return element("testcase", test, [element("failure", attributes, [escapeXml(text)]), statement]);
}

function formatFailure(result: FailedResult, face: RunResult["target"]["face"]): string {
  const { source, asked, got, wanted, found } = explainFailure(result, face);
  return [
    toVisibleLine(result.title),
    ...(source === undefined ? [] : [`source: ${source}`]),
    ...(asked === undefined ? [] : [`asked:  ${asked}`]),
    ...got.map((line, index) => `${index === 0 ? "got:    " : "        "}${line}`),
    ...(wanted === undefined ? [] : [`wanted: ${wanted}`]),
    `found:  ${found}`,
  ].join("\n");
}

function toSeconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** @param children - XML, on one line each if there are several. */
function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[] = [],
): string {
  const list = Object.entries(attributes).map(
    ([attribute, value]) => ` ${attribute}="${escapeXml(cutLine(String(value), longestReason))}"`,
  );
  const start = `<${name}${list.join("")}`;
  if (children.length === 0) return `${start}/>`;
  return `${start}>${children.some((child) => child.startsWith("<")) ? `\n${children.join("\n")}\n` : children.join("")}</${name}>`;
}

/** Escapes visible text. The two characters of Unicode that are neither invisible nor allowed in XML become U+FFFD. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
