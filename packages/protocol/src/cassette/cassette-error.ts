/** A cassette cannot be used. The message begins with the file and, if a line is at fault, with the line. */
export class CassetteError extends Error {
  override readonly name = "CassetteError";

  /** @param problem - one or more sentences. */
  constructor(file: string, line: number | undefined, problem: string, options?: ErrorOptions) {
    super(`${line === undefined ? file : `${file}:${line}`}: ${problem}`, options);
  }
}
