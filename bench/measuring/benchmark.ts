// What a benchmark is: a file in bench/ that exports one of these as `benchmark`.

export type Row = readonly string[]

/** `title` where a benchmark has several. */
export type Table = { title?: string; columns: readonly string[]; rows: Row[]; note?: string }

export type Bench = {
  /** An empty folder of its own, removed at the end. */
  directory: string
  /** Tells the person who waits what is being measured; never part of the table. */
  say(text: string): void
  /** Run at the end or at an interruption, the newest first. */
  onStop(stop: () => Promise<void> | void): void
}

export type Benchmark = { title: string; measure(bench: Bench): Promise<Table | Table[]> }
