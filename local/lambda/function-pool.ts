// The containers of one function: warm ones are reused, new ones start when all are busy, up to a limit.
import { availableParallelism } from 'node:os'
import { Container, type ContainerOptions } from './container.ts'
import type { Invoke } from './invoke.ts'

/** Containers of one function at once: enough to show concurrency. More than cores only makes all of them colder. */
const CONTAINERS_MAX = Math.max(2, availableParallelism())

export type FunctionPool = { invoke: Invoke; stop(): Promise<void> }

export const createFunctionPool = (
  options: ContainerOptions,
  reservedConcurrency = CONTAINERS_MAX,
): FunctionPool => {
  const limit = Math.max(1, Math.min(CONTAINERS_MAX, reservedConcurrency))
  const containers = new Set<Container>()
  const idle: Container[] = []
  const waiting: Array<(container: Container) => void> = []
  let stopped = false

  const take = (): Container | Promise<Container> => {
    const warm = idle.pop()
    if (warm) return warm
    if (containers.size < limit) {
      const fresh = new Container(options)
      containers.add(fresh)
      return fresh
    }
    return new Promise((resolve) => waiting.push(resolve))
  }

  const giveBack = (container: Container): void => {
    if (!container.alive) {
      containers.delete(container)
      const next = stopped ? undefined : waiting.shift()
      if (next) void Promise.resolve(take()).then(next)
      return
    }
    const next = waiting.shift()
    if (next) next(container)
    else idle.push(container)
  }

  return {
    invoke: async (payload) => {
      let container = await take()
      // An idle container may have died since: its place goes to a new one.
      while (!container.alive) {
        containers.delete(container)
        container = await take()
      }
      try {
        return await container.invoke(payload)
      } finally {
        giveBack(container)
      }
    },
    stop: async () => {
      stopped = true
      await Promise.all([...containers].map((container) => container.stop()))
    },
  }
}
