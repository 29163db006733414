/** A journal that shares the space. */
interface SpaceUser {
  /** The bytes that it takes. */
  readonly size: number;
  /** Forgets its oldest request. */
  dropOldest(): void;
}

/** In bytes: 64 MiB. */
const limit = 64 * 2 ** 20;

/** The space that the journals of all sessions share, so that a mock with any number of sessions stays bounded. */
export class JournalSpace {
  readonly #users = new Set<SpaceUser>();
  #size = 0;

  /**
   * Records that a journal has grown or, with a negative number of bytes, shrunk. If all journals together exceed 64 MiB, the
   * largest ones forget their oldest requests.
   */
  resize(user: SpaceUser, bytes: number): void {
    this.#size += bytes;
    if (user.size > 0) this.#users.add(user);
    else this.#users.delete(user);
    if (bytes > 0) while (this.#size > limit) this.#findLargest()?.dropOldest();
  }

  #findLargest(): SpaceUser | undefined {
    let largest: SpaceUser | undefined;
    for (const user of this.#users) if (user.size > (largest?.size ?? 0)) largest = user;
    return largest;
  }
}
