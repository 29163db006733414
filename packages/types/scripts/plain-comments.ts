import ts from "typescript";

/**
 * Makes the descriptions in comments plain text before any tag. openapi-typescript puts them into `@description`, and
 * editors show only plain text as the documentation of a property.
 */
export function plainComments(nodes: readonly ts.Node[]): void {
  for (const node of nodes) visit(node);
}

function visit(node: ts.Node): void {
  const comments = ts.getSyntheticLeadingComments(node);
  if (comments) {
    const plain = comments.map((comment) => ({ ...comment, text: toPlainText(comment.text) }));
    ts.setSyntheticLeadingComments(node, plain);
  }
  ts.forEachChild(node, visit);
}

/** Rewrites the text of a comment, from its second asterisk to the last. */
function toPlainText(comment: string): string {
  return comment
    .replace(/Format: (\S+)\n \* (@description .*(\n \* {5}.*)*)/, "$2\n * @format $1")
    .replace(/(?<=\n \* [^@\n]*)(?=\n \* @description )/, "\n *") // A summary is a paragraph of its own.
    .replace(/@description (.*(\n \* {5}.*)*)/, (_, description: string) => removeIndentation(description));
}

/** Removes the indentation of a description's further lines, which Markdown would take for code. */
function removeIndentation(description: string): string {
  return description.replaceAll(/\n \* {5}(?=\n)/g, "\n *").replaceAll("\n *     ", "\n * ");
}
