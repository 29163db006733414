import type { FaceName } from "../../../src/index.ts";

/** Mutations of the spec that change nothing that our packages do. */
interface ArguedMutations {
  /** The mutations by their descriptions. */
  readonly descriptions: RegExp;
  /** By default both. */
  readonly face?: FaceName;
  readonly reason: string;
}

/** The mutations that nothing has to notice, each with the reason. */
const arguedMutations: readonly ArguedMutations[] = [
  {
    descriptions: /\/(seed|Created)(\/format) is removed$/,
    reason:
      "The format `int64` tells generators for other languages the size of an integer. JavaScript has one type of number.",
  },
  {
    descriptions: /^#\/components\/schemas\/ListObject\/type becomes/,
    face: "completions",
    reason:
      "No operation of this face uses the schema, and its type for TypeScript is that of its only value.",
  },
  {
    descriptions: /^#\/components\/schemas\/Duration\/minLength becomes 1$/,
    reason: "The pattern of a duration matches no text of one character.",
  },
  {
    descriptions: /^#\/components\/parameters\/ModelName\/schema\/minLength becomes/,
    face: "openai",
    reason:
      "The name is a segment of the path, which no validator reads: an empty one is another route, and the server decides if it has a model of a given name.",
  },
];

/** Finds the argument for a mutation. */
export function findArgument(face: FaceName, description: string): ArguedMutations | undefined {
  return arguedMutations.find(
    (argued) => (argued.face ?? face) === face && argued.descriptions.test(description),
  );
}
