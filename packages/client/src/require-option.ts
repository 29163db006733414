/**
 * Refuses an empty option.
 *
 * @param subject - the option, as the beginning of a sentence.
 * @throws TypeError if the value is empty or missing.
 */
export function requireOption(subject: string, value: unknown): void {
  if (!value) {
    throw new TypeError(
      `${subject} is empty. If it comes from an environment variable, is the variable set?`,
    );
  }
}
