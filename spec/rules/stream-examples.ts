import { faultFinder } from "./fault-finder.ts";
import type { Rule } from "./redocly.ts";

/** Every example of a stream is data-only events, each valid by `x-itemSchema`, with `[DONE]` as the last. */
export const streamExamples: Rule = () => {
  let findFault: ((event: unknown) => string | undefined) | undefined;
  return {
    MediaType: {
      enter(mediaType, context) {
        const schema = mediaType["x-itemSchema"];
        findFault = schema && faultFinder(schema, context);
      },
      Example(example, { location, report }) {
        if (!findFault) return;
        const complain = (fault: string) =>
          report({ message: `The stream is wrong: ${fault}.`, location: location.key() });
        const events = String(example.value).split("\n\n");
        if (events.pop() !== "") complain("it does not end with an empty line");
        else if (events.pop() !== "data: [DONE]") complain("it does not end with `data: [DONE]`");
        for (const [index, event] of events.entries()) {
          const fault = findEventFault(event, findFault);
          if (fault) complain(`event ${index}: ${fault}`);
        }
      },
    },
  };
};

function findEventFault(event: string, findFault: (data: unknown) => string | undefined): string | undefined {
  const data = /^data: (.*)$/.exec(event)?.[1];
  if (data === undefined) return "it is not one line that starts with `data: `";
  try {
    return findFault(JSON.parse(data));
  } catch (error) {
    if (error instanceof SyntaxError) return "its data is not JSON";
    throw error;
  }
}
