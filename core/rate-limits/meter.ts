// What every limit can say of itself, whichever way it counts.

/** Of a policy; the state is what is stored of one principal. Times are milliseconds, amounts are tokens. */
export type Meter<State> = {
  /** Tokens that there are at most. */
  readonly capacity: number
  /** Seconds in which all of them come back. */
  readonly windowSeconds: number
  /** Does the state still bind: is its window open, its bucket not full? */
  isRunning(state: State, now: number): boolean
  /** Of nothing stored, all is left. */
  left(state: State | undefined, now: number): number
  /** Until so many are left, if nobody takes any; Infinity if there are never so many. */
  waitMs(state: State | undefined, now: number, amount: number): number
  /** Until more is left than now; 0 if nothing is missing. */
  moreInMs(state: State | undefined, now: number): number
  /** The first taking: what is stored after it. */
  begin(now: number, amount: number): State
  /** What an amount adds to the stored number. */
  weight(amount: number): number
  /** The most that the stored number may be so that the amount still fits. */
  room(now: number, amount: number): number
}
