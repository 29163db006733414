/** A cassette cannot be read. The message begins with the file and the line. */
export class CassetteError extends Error {
  override readonly name = "CassetteError";

  /** @param problem - one or more sentences. */
  constructor(file: string, line: number, problem: string) {
    super(`${file}:${line}: ${problem}`);
  }
}
