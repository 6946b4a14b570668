// Charges the time of a CPU profile to the scripts that spent it: what the browser does for a script is the script's.

export type ProfileNode = {
  id: number
  callFrame: { functionName: string; url: string }
  children?: number[]
}

export type Profile = {
  nodes: ProfileNode[]
  samples?: number[]
  /** Microseconds since the sample before. */
  timeDeltas?: number[]
}

export type Charge = { ownMs: number; longestMs: number; pageMs: number }

/** Microseconds without a sample of ours after which the next one begins a new block. */
const APART_US = 2_000

/** Microseconds that one sample stands for at most: four times the interval. */
const SAMPLE_MAX_US = 1_000

export const charge = (
  { nodes, samples = [], timeDeltas = [] }: Profile,
  isOwn: (url: string) => boolean,
): Charge => {
  const parents = new Map<number, number>()
  const byId = new Map(nodes.map((node) => [node.id, node]))
  for (const { id, children = [] } of nodes) for (const child of children) parents.set(child, id)
  const urls = new Map<number, string>()
  /** Of the nearest caller that has one. */
  const urlOf = (id: number | undefined): string => {
    if (id === undefined) return ''
    const known = urls.get(id)
    if (known !== undefined) return known
    const url = byId.get(id)?.callFrame.url || urlOf(parents.get(id))
    urls.set(id, url)
    return url
  }
  const total: Charge = { ownMs: 0, longestMs: 0, pageMs: 0 }
  let block = 0
  let apart = 0
  samples.forEach((sample, index) => {
    // A longer one is not the script's: the machine did something else.
    const us = Math.min(timeDeltas[index + 1] ?? 0, SAMPLE_MAX_US)
    const url = urlOf(sample)
    if (url && isOwn(url)) {
      if (apart > APART_US) block = 0
      apart = 0
      block += us
      total.ownMs += us / 1_000
      total.longestMs = Math.max(total.longestMs, block / 1_000)
    } else {
      apart += us
      if (url) total.pageMs += us / 1_000
    }
  })
  return total
}
