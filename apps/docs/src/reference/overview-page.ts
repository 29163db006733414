import { href } from "../page.ts";
import { type Block, heading, text } from "./document.ts";
import { exampleVariables } from "./examples.ts";
import { faces, listOperations } from "./spec.ts";

const server = "http://127.0.0.1:4010";

/** Begins the reference: both faces, their operations, authentication and the variables of the examples. */
export function overviewPage(): Block[] {
  const [completions, openai] = faces;
  return [
    heading(1, "API reference", "reference"),
    ...text(completions.spec.info.description.trim().split("\n\n").slice(0, -1).join("\n\n")),
    ...text(
      `The API has two faces, served on one port. [\`completions\`](${href(completions.path)}) is its own form. [\`openai\`](${href(openai.path)}) is for clients that were written for OpenAI.`,
    ),
    heading(2, "Operations", "operations"),
    {
      type: "table",
      label: "Operations",
      columns: ["Operation", "Face", "Summary"],
      rows: faces.flatMap((face) =>
        listOperations(face).map(({ method, path, operation }) => ({
          cells: [
            `[\`${method} ${path}\`](${href(face.path, operation.operationId)})`,
            `\`${face.name}\``,
            operation.summary,
          ],
        })),
      ),
    },
    heading(2, "Servers", "servers"),
    {
      type: "table",
      label: "Servers",
      columns: ["URL", "Server"],
      rows: completions.spec.servers.map(({ url, description }) => ({ cells: [`\`${url}\``, description] })),
    },
    heading(2, "Authentication", "authentication"),
    {
      type: "table",
      label: "Security schemes",
      columns: ["Scheme", "Face", "Meaning"],
      rows: faces.flatMap((face) =>
        Object.entries(face.spec.components.securitySchemes).map(([name, { description }]) => ({
          cells: [`[\`${name}\`](${href(face.path, name)})`, `\`${face.name}\``, description],
        })),
      ),
    },
    heading(2, "Run the examples", "examples"),
    ...text(
      "The examples read the address and the key from environment variables. For the mock, which takes any key:",
    ),
    { type: "code", language: "sh", text: exampleVariables(server), label: "Variables of the examples" },
    ...text(
      "In TypeScript they need `@completions-api/client` or `openai`, in Python `openai` on the `openai` face only.",
    ),
    heading(2, "More", "more"),
    ...text(
      [
        `- [Error codes](${href("reference/errors/")}): what each one means, and its status`,
        `- [Rules](${href("reference/rules/")}): what no schema can express`,
        `- [Streaming](${href("reference/streaming/")}): the events of a stream and their order`,
      ].join("\n"),
    ),
  ];
}
