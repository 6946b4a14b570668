// Waits for something that another process or a timer brings about, and says what it saw if it never comes.

export const until = async <T>(
  look: () => Promise<T> | T,
  wanted: (seen: T) => boolean,
  seconds = 20,
): Promise<T> => {
  const deadline = Date.now() + seconds * 1_000
  for (;;) {
    const seen = await look()
    if (wanted(seen)) return seen
    if (Date.now() > deadline)
      throw new Error(`waited ${seconds} s in vain; last seen: ${JSON.stringify(seen)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
