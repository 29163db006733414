/** The width of a chart. */
export const chartWidth = 760;

/** Wraps the parts of a chart, whose colors are distinct on light and on dark backgrounds. */
export function toSvg(label: string, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${chartWidth} ${height}" width="${chartWidth}" height="${height}" role="img" aria-label="${label}">
<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; }
  .name, .value { dominant-baseline: central; }
  .name { text-anchor: end; }
  .count { text-anchor: middle; }
  .gateway { fill: #1f6feb; }
  .peer { fill: #8c959f; }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .gateway { fill: #58a6ff; } .peer { fill: #6e7681; } }
</style>
${parts.join("\n")}
</svg>
`;
}
