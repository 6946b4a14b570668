// Whatever starts leaves its stop here; stops run once each, the newest first, and none keeps another from running.

export type Stops = { add(stop: () => Promise<void> | void): void; run(): Promise<void> }

export const createStops = (): Stops => {
  const stops: Array<() => Promise<void> | void> = []
  return {
    add: (stop) => void stops.push(stop),
    run: async () => {
      const faults: unknown[] = []
      for (let stop = stops.pop(); stop; stop = stops.pop()) {
        try {
          await stop()
        } catch (error) {
          faults.push(error)
        }
      }
      if (faults.length > 0) throw new AggregateError(faults, 'not everything stopped cleanly')
    },
  }
}
