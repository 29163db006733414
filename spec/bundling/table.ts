/** Formats rows as a table in GitHub-flavored Markdown. The first row is the header. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const [header = [], ...body] = rows.map((row) => row.map((cell) => cell.trim().replaceAll("|", "\\|")));
  const lines = [header, header.map(() => "---"), ...body];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
