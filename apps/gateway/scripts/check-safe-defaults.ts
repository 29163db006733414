// Rules for the files in deploy/ that no schema has: what people copy must fail closed.

/** Files of one kind, by name. */
type Files = ReadonlyMap<string, string>;

/** An image by its digest. A tag may point to another image tomorrow. */
const digest = /@sha256:[0-9a-f]{64}$/;

/**
 * Finds images without a digest, settings that fail open, and another pnpm than the repository's.
 *
 * @param files - the text of each file.
 * @param packageManager - such as `pnpm@12.21.0`.
 */
export function findUnsafeDefaults(files: Files, packageManager: string): string[] {
  return [...files].flatMap(([file, text]) =>
    text.split("\n").flatMap((line, index) => {
      const problem = describeLine(line, packageManager);
      return problem === undefined ? [] : [`${file}:${index + 1}: ${problem}`];
    }),
  );
}

function describeLine(line: string, packageManager: string): string | undefined {
  const image = /^\s*(?:FROM|(?:- )?image:)\s+(\S+)/.exec(line)?.[1];
  if (image !== undefined && !digest.test(image)) return `${image} has no digest`;
  const pnpm = /pnpm@[\d.]+/.exec(line)?.[0];
  if (pnpm !== undefined && pnpm !== packageManager)
    return `${pnpm} is not the repository's ${packageManager}`;
  if (/whenDown: allow\b/.test(line)) return "without Redis there would be no limits";
  if (/readOnlyRootFilesystem: false|read_only: false|privileged: true/.test(line)) return "fails open";
  return undefined;
}
