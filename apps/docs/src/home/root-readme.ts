import { readRepositoryFile } from "../repository.ts";

const readme = readRepositoryFile("README.md");

/** @returns the first paragraph of the root README. */
export function readmeLead(): string {
  const [, lead] = /^# .+\n+([\s\S]+?)\n\n/.exec(readme) ?? [];
  if (lead === undefined) throw new Error("README.md has no first paragraph.");
  return lead.replace(/\s+/g, " ");
}

/**
 * Finds what the table of commands in the root README says about a command.
 *
 * @throws if it does not list the command.
 */
export function readmeCommand(command: string): string {
  const row = readme.split("\n").find((line) => line.startsWith(`| \`${command}\` `) && !line.includes("["));
  const meaning = row?.split("|")[2]?.trim();
  if (meaning === undefined) throw new Error(`README.md lists no command ${command}.`);
  return meaning;
}
