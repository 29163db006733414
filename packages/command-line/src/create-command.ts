import { Command, Option as CommanderOption } from "commander";
import { flag, type Option } from "./options.ts";
import type { Program } from "./program.ts";

/** Columns of the help. */
export const helpWidth = 100;

/** Returns the options of a program by their names, `help` and `version` included. */
export function listOptions(program: Program<object>): [name: string, option: Option<unknown>][] {
  return Object.entries({
    ...program.options,
    help: flag("Print this help."),
    version: flag("Print the version."),
  });
}

/** Creates the command that parses the options of a program into lists of texts, and that formats their help. */
export function createCommand(program: Program<object>): Command {
  const options = listOptions(program);
  const required = options.filter(([, { isRequired }]) => isRequired);
  const operands = options.filter(([, { isOperand, isRequired }]) => isOperand && !isRequired);
  const command = new Command(program.name)
    .description(program.summary)
    .usage(
      [
        ...required.map(([name, option]) => formatOption(name, option)),
        ...operands.map(([name]) => `[${name}]`),
        "[options]",
      ].join(" "),
    )
    .helpOption(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .configureHelp({ helpWidth, optionTerm: ({ flags }) => flags.replaceAll(/[<>]/g, "") });
  const groups = Object.entries(program.optionGroups ?? {});
  for (const [name, { valueName, description, isOperand }] of options) {
    const [heading] = groups.find(([, names]) => names.includes(name)) ?? ["Options"];
    command.optionsGroup(`${heading}:`);
    // In brackets, which makes it optional: `--help` works without it, and `read` reports it as missing.
    if (isOperand) command.argument(`[${name}]`, description);
    else if (valueName === undefined) command.option(`--${name}`, description);
    else {
      const option = new CommanderOption(`--${name} <${valueName}>`, description);
      command.addOption(option.argParser<string[]>((text, earlier = []) => [...earlier, text]));
    }
  }
  return command;
}

/** Returns an option as a user writes it. */
function formatOption(name: string, { valueName, isOperand }: Option<unknown>): string {
  return isOperand ? `<${name}>` : `--${name} ${valueName}`;
}
