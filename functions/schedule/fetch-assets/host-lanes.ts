// How many requests are under way at once, to one host and in all; a host that does not answer is left alone for this run.
import { mayPass } from '../../../core/assets/asset-record.ts'
import { ASSET_AT_ONCE } from '../../../core/limits.ts'
import { NotFetched } from './request-once.ts'

/** Failures in a row after which a host is busy, or gone. */
const GIVE_UP_AFTER = 4

type Lane = { running: number; failures: number; waiting: (() => void)[] }

export type HostLanes = ReturnType<typeof hostLanes>

export const hostLanes = ({ host: perHost, all: inAll } = ASSET_AT_ONCE) => {
  const lanes = new Map<string, Lane>()
  const crowd: Lane = { running: 0, failures: 0, waiting: [] }

  const enter = async (lane: Lane, most: number): Promise<void> => {
    if (lane.running < most) lane.running++
    else await new Promise<void>((resolve) => lane.waiting.push(resolve))
  }

  /** Hands its place on. */
  const leave = (lane: Lane): void => {
    const next = lane.waiting.shift()
    if (next) next()
    else lane.running--
  }

  return {
    run: async <T>(host: string, work: () => Promise<T>): Promise<T> => {
      const lane = lanes.get(host) ?? { running: 0, failures: 0, waiting: [] }
      lanes.set(host, lane)
      await enter(lane, perHost)
      await enter(crowd, inAll)
      try {
        if (lane.failures >= GIVE_UP_AFTER) throw new NotFetched('later')
        const result = await work()
        lane.failures = 0
        return result
      } catch (error) {
        if (error instanceof NotFetched && mayPass(error.reason)) lane.failures++
        throw error
      } finally {
        leave(crowd)
        leave(lane)
      }
    },
  }
}
