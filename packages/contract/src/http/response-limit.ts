import { ContractViolation } from "../contract-violation.ts";

/** The longest response that is read, in bytes: more than any case asks for, and than a list of models needs. */
const longestResponse = 2 * 1024 * 1024;

/**
 * Counts the bytes of a response, after decompression. A server can send bytes without end, and faster than memory lasts.
 *
 * @returns a function to call with the length of each piece. It throws a {@link ContractViolation} once the response is longer
 * than 2 MiB.
 */
export function limitResponse(): (length: number) => void {
  let left = longestResponse;
  return (length) => {
    left -= length;
    if (left < 0) throw new ContractViolation("a response of at most 2 MiB", "a longer one");
  };
}
