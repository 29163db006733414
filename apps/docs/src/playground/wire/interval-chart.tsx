import { formatTime } from "./format-number.ts";
import type { Timings } from "./timings.ts";

const mostBars = 120;
/** The room of fewer bars is left empty. */
const fewestBars = 30;
const height = 64;
const barWidth = 4;

/** A bar for each time between two tokens. Many of them share a bar, which shows the longest. */
export function IntervalChart({ timings }: { readonly timings: Timings }) {
  const { intervals, median = 0, p95 = 0, longest = 0 } = timings;
  if (intervals.length < 2 || longest === 0) return null;
  const perBar = Math.ceil(intervals.length / mostBars);
  const bars = Array.from({ length: Math.ceil(intervals.length / perBar) }, (_, index) =>
    intervals.slice(index * perBar, (index + 1) * perBar).reduce((one, other) => Math.max(one, other), 0),
  );
  const scale = (value: number) => (value / longest) * height;
  const path = bars
    .map((value, index) => `M${index * barWidth} ${height}h3v${-Math.max(scale(value), 0.5).toFixed(1)}h-3z`)
    .join("");
  const width = Math.max(bars.length, fewestBars) * barWidth;
  const medianY = (height - scale(median)).toFixed(1);
  const label = `Times between tokens: median ${formatTime(median)}, 95th percentile ${formatTime(p95)}, longest ${formatTime(longest)}`;
  return (
    <figure class="wire-chart">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <path d={path} class="wire-bars" />
        <path d={`M0 ${medianY}H${width}`} class="wire-median" />
      </svg>
      <figcaption class="muted">
        {perBar === 1
          ? "Each bar is the time between two tokens."
          : `Each bar is the longest of ${perBar} times between tokens.`}{" "}
        The line is the median, and the highest bar is {formatTime(longest)}.
      </figcaption>
    </figure>
  );
}
