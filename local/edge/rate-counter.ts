// How many requests each address made of late: a window that slides in slices, for a bounded number of addresses.

/** Slices of a window: a shortest one is looked at about every ten seconds, as AWS WAF does. */
const SLICES = 6

/** Addresses that are counted at once: as many as AWS WAF holds back by one rule. The one silent longest goes first. */
const MAX_ADDRESSES = 10_000

type Counts = { newest: number; slices: number[] }

export type RateCounter = {
  /** Counts one more, and gives the sum of the window. */
  count(address: string): number
}

export const createRateCounter = (
  windowMs: number,
  now: () => number,
  maxAddresses = MAX_ADDRESSES,
): RateCounter => {
  const known = new Map<string, Counts>()
  return {
    count(address) {
      const slice = Math.floor((now() * SLICES) / windowMs)
      const counts = known.get(address) ?? { newest: slice, slices: Array<number>(SLICES).fill(0) }
      const passed = Math.min(Math.max(slice - counts.newest, 0), SLICES)
      for (let back = 0; back < passed; back += 1) counts.slices[(slice - back) % SLICES] = 0
      counts.newest = Math.max(counts.newest, slice)
      const at = counts.newest % SLICES
      counts.slices[at] = (counts.slices[at] ?? 0) + 1
      // A map keeps the order of its entries, so the first is the one that was silent longest.
      known.delete(address)
      known.set(address, counts)
      if (known.size > maxAddresses) known.delete(known.keys().next().value ?? address)
      return counts.slices.reduce((sum, requests) => sum + requests, 0)
    },
  }
}
