import { compileSchema } from "./compile-schema.ts";
import type { Rule } from "./redocly.ts";

/** Requires every example of a stream to be data-only events that match `x-itemSchema`, then `[DONE]`. */
export const streamExamples: Rule = () => {
  let findProblem: ((event: unknown) => string | undefined) | undefined;
  return {
    MediaType: {
      enter(mediaType, context) {
        const schema = mediaType["x-itemSchema"];
        findProblem = schema && compileSchema(schema, context);
      },
      Example(example, { location, report }) {
        if (!findProblem) return;
        const reportProblem = (problem: string) =>
          report({ message: `The stream is wrong: ${problem}.`, location: location.key() });
        const events = String(example.value).split("\n\n");
        if (events.pop() !== "") reportProblem("it does not end with an empty line");
        else if (events.pop() !== "data: [DONE]") reportProblem("it does not end with `data: [DONE]`");
        for (const [index, event] of events.entries()) {
          const problem = findEventProblem(event, findProblem);
          if (problem) reportProblem(`event ${index}: ${problem}`);
        }
      },
    },
  };
};

function findEventProblem(
  event: string,
  findProblem: (data: unknown) => string | undefined,
): string | undefined {
  const data = /^data: (.*)$/.exec(event)?.[1];
  if (data === undefined) return "it is not one line that starts with `data: `";
  try {
    return findProblem(JSON.parse(data));
  } catch (error) {
    if (error instanceof SyntaxError) return "its data is not JSON";
    throw error;
  }
}
