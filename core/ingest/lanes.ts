// Tabs for loose events, which have none: each container lends its few again and again, so that a session meets few.

/** A tab, and the seq that its next batch has. */
export type Lane = { tabId: string; seq: number }

export type Lanes = {
  borrow(): Lane
  /**
   * After the stream has the batch, and only then: of a batch whose fate is unknown the lane is not used again, or
   * its next batch could hide it from the watermark.
   */
  giveBack(lane: Lane): void
}

export const openLanes = (newId: () => string): Lanes => {
  const free: Lane[] = []
  return {
    borrow: () => free.pop() ?? { tabId: newId(), seq: 0 },
    giveBack: ({ tabId, seq }) => void free.push({ tabId, seq: seq + 1 }),
  }
}
