import { CommanderError } from "commander";
import { createCommand, listOptions } from "./create-command.ts";
import { formatHelp } from "./format-help.ts";
import type { Program } from "./program.ts";
import { UsageError } from "./usage-error.ts";

/** The arguments of a program, read: a text to print, or the values of its options to run with. */
export type Arguments<Values> = { readonly text: string } | { readonly values: Values };

/**
 * Reads the arguments of a program.
 *
 * @param args - the arguments after the name of the program. A leading `--` is ignored: npm needs one, and pnpm passes it on.
 * @throws UsageError if they are invalid. Its message is one line.
 */
export function readArguments<Values extends object>(
  program: Program<Values>,
  args: readonly string[],
): Arguments<Values> {
  const given = parse(program, args[0] === "--" ? args.slice(1) : args);
  if (given.has("help")) return { text: formatHelp(program) };
  if (given.has("version")) return { text: `${program.version}\n` };
  const options = listOptions(program).filter(([name]) => Object.hasOwn(program.options, name));
  const values = options.map(([name, option]) => {
    const label = option.isOperand ? `<${name}>` : `--${name}`;
    return [name, option.read(given.get(name) ?? [], label)];
  });
  // Each name of `Values` has an option, which reads a value of its type.
  return { values: Object.fromEntries(values) as Values };
}

/** Returns the texts that are given for each option, by its name. A flag that is set has an empty one. */
function parse(program: Program<object>, args: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const command = createCommand(program);
  try {
    command.parse(checkValues(program, args), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError || error instanceof UsageError)) throw error;
    throw new UsageError(`${toSentences(error.message)} Try ${program.name} --help.`);
  }
  const given = new Map<string, readonly string[]>();
  for (const option of command.options) {
    const texts: true | readonly string[] | undefined = command.getOptionValue(option.attributeName());
    if (texts !== undefined) given.set(option.name(), texts === true ? [""] : texts);
  }
  for (const [index, argument] of command.registeredArguments.entries()) {
    const text = command.args[index];
    if (text !== undefined) given.set(argument.name(), [text]);
  }
  return given;
}

/**
 * Refuses a flag with a value, and an option without one, for which the parser would use the next option.
 *
 * @returns the arguments without the values of unknown options: the parser quotes them, and one may be a secret.
 */
function checkValues(program: Program<object>, args: readonly string[]): readonly string[] {
  const options = new Map(listOptions(program).filter(([, { isOperand }]) => !isOperand));
  return args.map((arg, index) => {
    const [, name = "", value] = /^--([^=]+)(=.*)?$/s.exec(arg) ?? [];
    const option = options.get(name);
    if (option === undefined) return /^(?:--=|--[^=]+|-[^-])/u.exec(arg)?.[0] ?? arg;
    const { valueName } = option;
    const next = args[index + 1];
    if (valueName === undefined && value !== undefined) throw new UsageError(`--${name} takes no value.`);
    if (valueName !== undefined && value === undefined && (next === undefined || /^-./s.test(next))) {
      throw new UsageError(
        `--${name} needs a value: --${name} ${valueName}, or --${name}=${valueName} if it begins with a dash.`,
      );
    }
    return arg;
  });
}

/** Returns a message, which may come from the parser, as sentences on one line. */
function toSentences(message: string): string {
  const [, problem = "", suggestion] =
    /^(?:error: )?(.*?)\.?(?:\n\((Did you mean .*)\))?$/s.exec(message) ?? [];
  const sentences = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.${suggestion ? ` ${suggestion}` : ""}`;
  return sentences.replaceAll(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}
