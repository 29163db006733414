import { UsageError } from "./usage-error.ts";

/** An option of a program. */
export interface Option<Value> {
  readonly description: string;
  /** The name of the option's value in the help, such as `PORT`. A flag has none. */
  readonly valueName?: string;
  /** True for a value that is given without the option's name. */
  readonly isOperand?: boolean;
  readonly isRequired?: boolean;
  /**
   * Reads the option.
   *
   * @param given - the texts given for the option, in order. A flag that is set has one.
   * @param label - the option's name in error messages, such as `--port`.
   * @throws UsageError if a text is invalid, or if a required one is missing.
   */
  readonly read: (given: readonly string[], label: string) => Value;
}

/** A function that reads one text given for the option `label`. Throws a {@link UsageError} if the text is invalid. */
export type ReadText<Value> = (text: string, label: string) => Value;

/** An option that has a value. */
export interface ValueOption<Value> {
  readonly valueName: string;
  readonly description: string;
  readonly isOperand?: boolean;
  /** The default in the words of the help. */
  readonly defaultText?: string;
  readonly read: ReadText<Value>;
}

/** Defines an option without a value. */
export function flag(description: string): Option<boolean> {
  return { description, read: (given) => given.length > 0 };
}

/** Defines an option that may be absent. */
export function optional<Value>(option: ValueOption<Value>): Option<Value | undefined> {
  return define(option, () => undefined);
}

/** Defines an option with a default. The help shows it, in the words of `defaultText` if there is one. */
export function withDefault<Value>(option: ValueOption<Value> & { readonly default: Value }): Option<Value> {
  return define({ defaultText: String(option.default), ...option }, () => option.default);
}

/** Defines an option that must be given. */
export function required<Value>(option: ValueOption<Value>): Option<Value> {
  const fail = (label: string): never => {
    throw new UsageError(`${label} is required.`);
  };
  return { ...define(option, fail), isRequired: true };
}

/** Defines an option that may be given several times. */
export function repeatable<Value>(option: ValueOption<Value>): Option<readonly Value[]> {
  return {
    ...define(option, () => undefined),
    read: (given, label) => given.map((text) => option.read(text, label)),
  };
}

/** Defines an option whose last value counts. */
function define<Value, Default>(
  { valueName, description, isOperand = false, defaultText, read }: ValueOption<Value>,
  getDefault: (label: string) => Default,
): Option<Value | Default> {
  return {
    valueName,
    description: defaultText === undefined ? description : `${description} Default: ${defaultText}.`,
    isOperand,
    read(given, label) {
      const text = given.at(-1);
      return text === undefined ? getDefault(label) : read(text, label);
    },
  };
}

/**
 * Returns a reader of texts that must not be empty.
 *
 * @param noun - the kind of text, with its article, such as `a file`.
 */
export function text(noun: string): ReadText<string> {
  return (given, label) => {
    if (given === "") throw new UsageError(`${label} must be ${noun}, not empty.`);
    return given;
  };
}

/** Returns a reader of whole numbers in a range, both ends included. */
export function wholeNumber(from: number, to: number): ReadText<number> {
  return (given, label) => {
    const number = Number(given);
    if (/^\d+$/.test(given) && number >= from && number <= to) return number;
    throw new UsageError(
      `${label} must be a whole number from ${from} to ${to}, not ${JSON.stringify(given)}.`,
    );
  };
}

/** Returns a reader of texts that must be one of `choices`. */
export function oneOf<Choice extends string>(choices: readonly Choice[]): ReadText<Choice> {
  return (given, label) => {
    const choice = choices.find((candidate) => candidate === given);
    if (choice !== undefined) return choice;
    throw new UsageError(`${label} must be one of ${choices.join(", ")}, not ${JSON.stringify(given)}.`);
  };
}
