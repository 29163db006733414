/** Waits for the first item, so that a failure before it is thrown here. */
export async function startEarly<Item>(
  items: AsyncGenerator<Item, void, void>,
): Promise<AsyncIterable<Item>> {
  const first = await items.next();
  return (async function* () {
    try {
      for (let result = first; !result.done; result = await items.next()) yield result.value;
    } finally {
      await items.return();
    }
  })();
}
