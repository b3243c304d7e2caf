/** Resolves with what `read` gives once that is truthy; the test's own timeout is the limit. */
export const waitFor = async <T>(read: () => T | Promise<T>, every = 10): Promise<NonNullable<T>> => {
  for (;;) {
    const value = await read()
    if (value) return value
    await new Promise((resolve) => setTimeout(resolve, every))
  }
}
