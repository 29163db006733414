/** The bytes of requests' bodies that the copies of one deployment may have in memory, besides those of callers: 4 MiB. */
export const mostBytesOfCopies: number = 2 ** 22;
