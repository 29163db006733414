/** A script file that cannot be read, or has problems: its message then has one line for each of them. */
export class ScriptError extends Error {
  override readonly name = "ScriptError";
}
