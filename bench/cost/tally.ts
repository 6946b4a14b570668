// What was counted: quantities by what is charged for and by what caused it. Tallies can be subtracted and added.
import type { Priced } from './prices.ts'

/** `tableWriteUnit` and `sessions/newest-first`, say. */
export type Tally = Map<string, number>

const SEPARATOR = '\t'

export const add = (tally: Tally, priced: Priced, cause: string, quantity: number): void => {
  if (quantity === 0) return
  const name = `${priced}${SEPARATOR}${cause}`
  tally.set(name, (tally.get(name) ?? 0) + quantity)
}

export type Counted = { priced: Priced; cause: string; quantity: number }

export const entriesOf = (tally: Tally): Counted[] =>
  [...tally].map(([name, quantity]) => {
    const [priced = '', cause = ''] = name.split(SEPARATOR)
    return { priced: priced as Priced, cause, quantity }
  })
