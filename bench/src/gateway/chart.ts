import { formatFigure, middleOf } from "../report.ts";
import type { Forwarding, ForwardingFigures } from "./forwarding.ts";
import { chartWidth, toSvg } from "./svg.ts";

const panels: readonly { readonly title: string; readonly figure: keyof Forwarding }[] = [
  { title: "JSON, requests a second", figure: "whole" },
  { title: "Streams of 64 events in bursts, a second", figure: "bursts" },
  { title: "Streams of 64 events 5 ms apart, 64 open, a second", figure: "paced" },
];
const size = { label: 170, value: 70, row: 24, bar: 16, title: 34 };

/** Draws an SVG with bars for each gateway, in colors that are distinct on light and on dark backgrounds. */
export function drawChart(forwarding: ForwardingFigures): string {
  const { "no gateway": _, ...gateways } = forwarding;
  const contenders = Object.entries(gateways);
  const panelHeight = size.title + contenders.length * size.row + 10;
  const height = panels.length * panelHeight;
  const drawn = panels.map(({ title, figure }, place) => {
    const values = contenders.map(([name, figures]) => ({ name, value: middleOf(figures[figure]) }));
    return drawPanel(title, values, place * panelHeight);
  });
  return toSvg("The gateway and its peers, in requests and streams a second", height, drawn);
}

function drawPanel(title: string, values: readonly { name: string; value: number }[], top: number): string {
  const longest = Math.max(...values.map(({ value }) => value));
  const room = chartWidth - size.label - size.value;
  const bars = values.map(({ name, value }, place) => {
    const middle = top + size.title + (place + 0.5) * size.row;
    const width = Math.max(1, Math.round((value / longest) * room));
    const kind = name === "gateway" ? "gateway" : "peer";
    return `<text class="name" x="${size.label - 8}" y="${middle}">${name}</text>
<rect class="${kind}" x="${size.label}" y="${middle - size.bar / 2}" width="${width}" height="${size.bar}" rx="2"/>
<text class="value" x="${size.label + width + 8}" y="${middle}">${formatFigure(value)}</text>`;
  });
  return `<text class="title" x="${size.label}" y="${top + 22}">${title}</text>\n${bars.join("\n")}`;
}
