import type { Reading } from "./event-reader.ts";
import { formatNumber, formatTime } from "./format-number.ts";
import { IntervalChart } from "./interval-chart.tsx";
import { measure } from "./timings.ts";

const unknown = "–";

/** The times, the usage and the finish reasons of a stream. */
export function StreamFacts({ reading }: { readonly reading: Reading }) {
  const timings = measure(reading);
  const { usage, finishReasons } = reading;
  const { firstToken, median, p95, tokensPerSecond } = timings;
  const time = (value: number | undefined) => (value === undefined ? unknown : formatTime(value));
  const reasons = [...finishReasons].sort(([one], [other]) => one - other);
  const facts: readonly (readonly [name: string, value: string])[] = [
    ["Time to first token", time(firstToken)],
    ["Between tokens, median", time(median)],
    ["Between tokens, p95", time(p95)],
    ["Tokens per second", tokensPerSecond === undefined ? unknown : formatNumber(tokensPerSecond)],
    ["Prompt tokens", usage ? formatNumber(usage.prompt_tokens) : unknown],
    ["Completion tokens", usage ? formatNumber(usage.completion_tokens) : unknown],
    [
      reasons.length > 1 ? "Finish reasons" : "Finish reason",
      reasons.map(([index, reason]) => (reasons.length > 1 ? `${index}: ${reason}` : reason)).join(", ") ||
        unknown,
    ],
  ];
  return (
    <>
      <dl class="wire-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <IntervalChart timings={timings} />
    </>
  );
}
