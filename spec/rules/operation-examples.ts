import type { Rule } from "./redocly.ts";

/** Every body of an operation, request or response, has an example in each of its media types. */
export const operationExamples: Rule = () => ({
  Operation: {
    MediaType(mediaType, { key, location, report }) {
      // `example` will not do: a pair of request and response is found by the name that `examples` gives it.
      if (Object.keys(mediaType.examples ?? {}).length > 0) return;
      report({
        message: `A body of type \`${key}\` has no example under \`examples\`.`,
        location: location.key(),
      });
    },
  },
});
