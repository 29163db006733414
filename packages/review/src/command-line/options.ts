import { resolve } from "node:path";
import { type Option, optional, text, withDefault } from "@completions-api/command-line";

/** The options that say what to review. */
export interface SubjectOptions {
  readonly repository: string;
  readonly base: string | undefined;
  readonly spec: string | undefined;
}

/** pnpm runs scripts in the root of the repository, and says where the user is. */
export const userFolder: string = process.env.INIT_CWD ?? process.cwd();

/** The options that `review` and `review approve` share. */
export const subjectOptions: { readonly [Name in keyof SubjectOptions]: Option<SubjectOptions[Name]> } = {
  base: optional({
    valueName: "REVISION",
    description: "Revision to compare with. Default: the commit where the head left the default branch.",
    read: text("a revision"),
  }),
  spec: optional({
    valueName: "FILE",
    description:
      "OpenAPI document, from the folder. Default: spec/openapi.yaml in the root of the repository.",
    read: text("a file"),
  }),
  repository: withDefault({
    valueName: "FOLDER",
    description: "Folder of a git repository.",
    default: userFolder,
    defaultText: "the current folder",
    read: (given, label) => resolve(userFolder, text("a folder")(given, label)),
  }),
};
