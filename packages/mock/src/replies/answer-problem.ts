/** A problem with an answer: with the answer alone, or for a certain request. */
export class AnswerProblem extends Error {
  override readonly name = "AnswerProblem";
  /** The path to the value at fault within the answer. */
  readonly path: readonly string[];

  /** @param problem - continues the path, without a period: "has 2 texts, but the request asks for 3 choices". */
  constructor(path: readonly string[], problem: string, options?: ErrorOptions) {
    super(problem, options);
    this.path = path;
  }
}
