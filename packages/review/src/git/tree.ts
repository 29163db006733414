/** The files of a repository at one time: those of a commit, or those of the work tree. */
export interface Tree {
  /** The revision as people name it, such as `main` or `the work tree`. */
  readonly name: string;
  /** The id of the commit. Undefined for the work tree. */
  readonly commit: string | undefined;
  /**
   * Returns the text of a file, or undefined if it does not exist. Follows symbolic links inside the repository.
   *
   * @param path - from the root of the repository, with `/`.
   */
  read(path: string): Promise<string | undefined>;
  /** Returns the paths of all files below a folder, sorted: by default those of the whole repository. */
  list(folder?: string): Promise<string[]>;
}

/** A commit, and what people call it. */
export interface Revision {
  readonly name: string;
  readonly commit: string;
}
