/**
 * Refuses an empty option.
 *
 * @param subject - the option, as the beginning of a sentence.
 * @param variable - the environment variable that this option usually comes from.
 * @throws TypeError if the value is empty or missing.
 */
export function requireOption(subject: string, value: unknown, variable: string): void {
  if (!value) {
    throw new TypeError(
      `${subject} is empty. If it comes from an environment variable such as ${variable}, is the variable set?`,
    );
  }
}
