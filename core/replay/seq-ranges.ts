// Which batches of a tab are there, as ranges of `seq`.

export type SeqRanges = [number, number][]

export const rangesOf = (seqs: Iterable<number>): SeqRanges => {
  const ranges: SeqRanges = []
  for (const seq of [...new Set(seqs)].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && seq === last[1] + 1) last[1] = seq
    else ranges.push([seq, seq])
  }
  return ranges
}
