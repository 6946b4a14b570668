// How long to wait before trying again: longer each time, spread so that many pages do not come back at once.

const FIRST_MS = 500
/** Nobody watching a list wants to wait longer than this for it to come alive again. */
const LONGEST_MS = 30_000

/** Between half and all of 0.5 s, 1 s, 2 s … 30 s. `random` is in 0…1. */
export const backoffMs = (failures: number, random: number): number => {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10))
  return Math.round(full / 2 + (full / 2) * random)
}
