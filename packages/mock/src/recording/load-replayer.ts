import { readCassette } from "@completions-api/protocol/cassette";
import type { Face } from "../faces/face.ts";
import { Replayer } from "./replayer.ts";

/** A cassette to answer from. */
export interface ReplayOptions {
  /** The text of the cassette. */
  readonly cassette: string;
  /** The name of the cassette for messages. By default `cassette`. */
  readonly file?: string;
  /**
   * The way to treat a request that no recording fits: `fail` with a 404 that lists the nearest recordings, or `generate` a
   * completion as without a cassette. By default `fail`.
   */
  readonly onMiss?: "fail" | "generate";
  /** 1 keeps the recorded times, 2 halves them, and 0 sends everything at once. By default 1. */
  readonly speed?: number;
}

/**
 * Loads the recordings of a cassette.
 *
 * @throws CassetteError if it is damaged.
 */
export async function loadReplayer(
  { cassette, file = "cassette", speed = 1 }: ReplayOptions,
  findFace: (target: string) => Face | Promise<Face>,
): Promise<Replayer> {
  const { lines, isLastLineBroken } = readCassette(cassette, file);
  if (isLastLineBroken)
    console.error(`completions-mock: ${file}: The last line is incomplete, and is left out.`);
  const replayer = new Replayer(file, findFace, speed);
  for (const line of lines) await replayer.add(line);
  return replayer;
}
