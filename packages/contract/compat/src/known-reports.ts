/** A fault of a server that its project knows of, or that others have reported. */
export interface KnownReport {
  /** The id of the server. */
  readonly server: string;
  /** Found in the reason of a case. */
  readonly reason: RegExp;
  readonly url: string;
}

/** Public reports of the faults that the suite finds. */
export const knownReports: readonly KnownReport[] = [];

/** Returns the address of the report of a fault, if there is one. */
export function findReport(server: string, reason: string): string | undefined {
  return knownReports.find((report) => report.server === server && report.reason.test(reason))?.url;
}
