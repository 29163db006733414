import { getSystemErrorMessage } from "node:util";

/** Why a file cannot be read, without its path: "no such file or directory". */
export function describeFileError(error: unknown): string {
  if (error instanceof Error && "errno" in error && typeof error.errno === "number") {
    return getSystemErrorMessage(error.errno);
  }
  return String(error);
}
