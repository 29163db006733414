import type { FoundCapability, RunResult, Warning } from "../../results.ts";
import { formatFound } from "../format-found.ts";
import { count, formatMs } from "./format-numbers.ts";
import { type Html, html } from "./html.ts";

/** Formats what was tested, and when. */
export function formatTarget({ target, version, startedAt, durationMs, results }: RunResult): Html {
  const started = new Date(startedAt).toISOString();
  const requests = results.reduce((sum, { exchanges }) => sum + exchanges.length, 0);
  const facts: readonly (readonly [string, Html | string | undefined])[] = [
    ["Target", target.url],
    ["Face", target.face],
    ["Model", target.model],
    ["Deployment", target.deployment],
    ["Date", html`<time datetime="${started}">${started.slice(0, 16).replace("T", " ")} UTC</time>`],
    ["Duration", formatMs(durationMs)],
    ["Requests", requests.toLocaleString("en-US")],
    ["Version of the suite", version],
  ];
  return html`<dl class="facts">${facts.map(([name, value]) =>
    value === undefined ? undefined : html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

/** Formats the reasons to doubt the results. */
export function formatWarnings(warnings: readonly Warning[]): Html | undefined {
  if (warnings.length === 0) return undefined;
  return html`<section class="warnings" aria-labelledby="report-warnings">
<h2 id="report-warnings">${count(warnings.length, "reason")} to doubt the results</h2>
<ul>${warnings.map(({ message }) => html`<li>${message}</li>`)}</ul>
</section>`;
}

/** Formats the target's capabilities, and how each is known. */
export function formatCapabilities(capabilities: readonly FoundCapability[]): Html | undefined {
  if (capabilities.length === 0) return undefined;
  return html`<section aria-labelledby="report-capabilities">
<h2 id="report-capabilities">Capabilities</h2>
<dl class="capabilities">${capabilities.map(
    ({ capability, found, evidence }) =>
      html`<div><dt><code>${capability}</code></dt><dd><b>${formatFound(found)}</b>: ${evidence}</dd></div>`,
  )}</dl>
</section>`;
}
