// Keeps the tracker's own failures away from the page.

const said = new Set<string>()

/** A warning is said once: a page that does something wrong does it in a loop. */
export const warn = (message: string) => {
  if (said.has(message)) return
  said.add(message)
  console.warn(`UserTracker: ${message}`)
}

export const guarded =
  <A extends unknown[]>(act: (...args: A) => void) =>
  (...args: A): void => {
    try {
      act(...args)
    } catch (error) {
      warn(`own fault: ${error}`)
    }
  }

/** What may well fail, and is nothing then. */
export const attempt = <T>(act: () => T): T | undefined => {
  try {
    return act()
  } catch {
    return undefined
  }
}
