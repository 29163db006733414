import { chartWidth, toSvg } from "../gateway/svg.ts";
import { formatFigure, middleOf } from "../report.ts";
import type { Growth } from "./growth.ts";

/** A group of bars: one place on the axis, such as 1,000 streams. */
interface Group {
  readonly count: number;
  readonly values: readonly { readonly kind: "gateway" | "peer"; readonly value: number }[];
}

const size = { title: 34, bars: 110, count: 24, margin: 24, bar: 34, gap: 6 };
const panelHeight = size.title + size.bars + size.count + 14;

/** Draws an SVG of how figures grow: columns for each number of streams, keys or deployments. */
export function drawGrowth({ streams, keys, deployments }: Growth): string {
  const { gateway, "undici pass-through": undici } = streams;
  const compare = (figure: (open: (typeof gateway)[number]) => number): Group[] =>
    gateway.map((open, place) => {
      const peer = undici[place];
      return {
        count: open.count,
        values: [
          { kind: "gateway", value: figure(open) },
          ...(peer ? [{ kind: "peer" as const, value: figure(peer) }] : []),
        ],
      };
    });
  const configured = (list: Growth["keys"]): Group[] =>
    list.map(({ count, cpu }) => ({ count, values: [{ kind: "gateway", value: middleOf(cpu) }] }));
  const rows: readonly (readonly [string, Group[]])[][] = [
    [
      ["Processor time of an event, µs, by open streams", compare(({ cpu }) => middleOf(cpu))],
      ["Lateness of events, p99, ms, by open streams", compare(({ late }) => middleOf(late.p99))],
    ],
    [
      ["Memory, MB, by open streams", compare(({ memory }) => memory)],
      ["Processor time of a request, µs, by keys", configured(keys)],
    ],
    [["Processor time of a request, µs, by deployments", configured(deployments)]],
  ];
  const panels = rows.flatMap((row, line) =>
    row.map(([title, groups], column) =>
      drawPanel(title, groups, (column * chartWidth) / 2, line * panelHeight),
    ),
  );
  const legend = drawLegend(chartWidth / 2 + size.margin, 2 * panelHeight + size.title);
  return toSvg("How the gateway grows with streams, keys and deployments", rows.length * panelHeight, [
    ...panels,
    legend,
  ]);
}

function drawPanel(title: string, groups: readonly Group[], left: number, top: number): string {
  const highest = Math.max(...groups.flatMap(({ values }) => values.map(({ value }) => value)));
  const room = (chartWidth / 2 - 2 * size.margin) / groups.length;
  const base = top + size.title + size.bars;
  const drawn = groups.map(({ count, values }, place) => {
    const middle = left + size.margin + (place + 0.5) * room;
    const width = values.length * (size.bar + size.gap) - size.gap;
    const bars = values.map(({ kind, value }, number) => {
      const start = middle - width / 2 + number * (size.bar + size.gap);
      const height = Math.max(1, Math.round((value / highest) * (size.bars - 18)));
      return `<rect class="${kind}" x="${start}" y="${base - height}" width="${size.bar}" height="${height}" rx="2"/>
<text class="count" x="${start + size.bar / 2}" y="${base - height - 5}">${formatFigure(value)}</text>`;
    });
    return `${bars.join("\n")}\n<text class="count" x="${middle}" y="${base + 17}">${formatFigure(count)}</text>`;
  });
  return `<text class="title" x="${left + size.margin}" y="${top + 22}">${title}</text>\n${drawn.join("\n")}`;
}

function drawLegend(left: number, top: number): string {
  const entries = [
    ["gateway", "gateway"],
    ["peer", "undici pass-through"],
  ] as const;
  const drawn = entries.map(
    (
      [kind, name],
      place,
    ) => `<rect class="${kind}" x="${left}" y="${top + place * 24}" width="16" height="16" rx="2"/>
<text x="${left + 24}" y="${top + place * 24 + 13}">${name}</text>`,
  );
  return drawn.join("\n");
}
