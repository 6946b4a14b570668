// Shadow roots that have adopted constructed sheets: when their host moves, a player makes a new one, without them.

const adopters = new Map<ShadowRoot, () => void>()

export const rememberAdopter = (root: ShadowRoot, again: () => void) => {
  adopters.set(root, again)
  return () => adopters.delete(root)
}

/** Tells the sheets again of all that stand in one of these nodes. */
export const adoptAgain = (moved: ReadonlySet<Node>) => {
  if (moved.size === 0) return
  for (const [root, again] of adopters) {
    for (
      let at: Node | null = root.host;
      at;
      at = at.parentNode ?? (at as Partial<ShadowRoot>).host ?? null
    ) {
      if (moved.has(at)) {
        again()
        break
      }
    }
  }
}
