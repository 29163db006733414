import { href } from "../page.ts";
import { type Block, heading, text } from "./document.ts";
import { listRules } from "./rules-page.ts";
import { entries } from "./schema-entries.ts";
import { type Example, type Face, faces, linkRules, listOperations, resolve } from "./spec.ts";
import { streamFaults } from "./stream-faults.ts";

const grammar = `stream = chunk, { chunk }, "[DONE]"
       | chunk, { chunk }, error
chunk  = a CompletionChunk: updates of one choice or more
error  = a CompletionErrorEvent`;

/** Describes the events of a stream and their order. */
export function streamingPage(): Block[] {
  const [completions] = faces;
  return [
    heading(1, "Streaming", "streaming"),
    ...text(
      "With `stream: true`, the text arrives as server-sent events while the model generates it. Each event updates one choice or more: " +
        "append its `text` to the text of the choice with the same `index`.",
    ),
    heading(2, "Grammar", "grammar"),
    { type: "code", language: "text", text: grammar, label: "Grammar of a stream" },
    ...text(
      `Each of these is the data of one event, on one line after \`data:\`. In the chunks, each choice has any number of updates whose \`finish_reason\` is null, then one with a reason. The last chunk has the usage, and comment lines may stand between events. On the \`openai\` face, the chunk with the usage has no choices, and it is only there if the request asks for it with [\`stream_options.include_usage\`](${href("reference/openai/", "stream_options.include_usage")}).`,
    ),
    heading(2, "Rules", "rules"),
    ...text(
      listRules(completions)
        .filter(({ id }) => id.startsWith("stream-"))
        .map((rule) => `- ${linkRules([rule])}: ${rule.rule}`)
        .join("\n"),
    ),
    heading(2, "Faults", "faults"),
    ...text(
      "These streams, each for one prompt, break a rule. `createStreamGrammar` of `@completions-api/protocol` finds the fault and gives the message:",
    ),
    {
      type: "table",
      label: "Faults of streams",
      columns: ["Fault", "Rule", "Message"],
      rows: streamFaults(),
    },
    ...faces.flatMap((face) => [
      heading(2, `A stream on the \`${face.name}\` face`, `${face.name}-example`),
      ...streamExample(face),
      ...text(
        `Each event is a [\`CompletionEvent\`](${href(face.path, "CompletionEvent")}): a [\`CompletionChunk\`](${href(face.path, "CompletionChunk")}) or a [\`CompletionErrorEvent\`](${href(face.path, "CompletionErrorEvent")}).`,
      ),
    ]),
    heading(2, "If it ends early", "failures"),
    ...entries(
      [
        {
          anchor: "before-first-event",
          name: "before the first event",
          text: "The response is an ordinary error response, with the status of its error.",
        },
        {
          anchor: "after-first-event",
          name: "after the first event",
          text: `The last event is an error event: ${linkRules(["stream-error-event"])}.`,
        },
        {
          anchor: "without-done",
          name: "without [DONE]",
          text: `The stream is truncated, for example because the connection broke: ${linkRules(["stream-done-is-last"])}. Do not use its text as a whole completion.`,
        },
      ].map(({ anchor, name, text: body }) => ({ anchor, name, facts: [], body: text(body) })),
    ),
  ];
}

function streamExample(face: Face): Block[] {
  return listOperations(face)
    .flatMap(({ operation }) => Object.values(operation.responses))
    .flatMap((response) =>
      Object.values(resolve(face, response).content?.["text/event-stream"]?.examples ?? {}),
    )
    .flatMap((example, index) => {
      const { summary, value } = resolve<Example>(face, example);
      return [
        ...text(`${summary}:`),
        {
          type: "code" as const,
          language: "text",
          text: String(value).trimEnd(),
          label: `Events of the ${face.name} face, ${index + 1}`,
        },
      ];
    });
}
