import type { Rule } from "./redocly.ts";

/** Requires an example in each media type of each request and response body. */
export const operationExamples: Rule = () => ({
  Operation: {
    MediaType(mediaType, { key, location, report }) {
      // `example` is not enough: the name in `examples` identifies the pair of request and response.
      if (Object.keys(mediaType.examples ?? {}).length > 0) return;
      report({
        message: `A body of type \`${key}\` has no example under \`examples\`.`,
        location: location.key(),
      });
    },
  },
});
