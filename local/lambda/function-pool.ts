// The containers of one function: warm ones are reused, new ones start when all are busy, up to a limit.
import { availableParallelism } from 'node:os'
import { Container, type ContainerOptions } from './container.ts'
import type { Slot } from './invoke.ts'

/** Containers of one function at once: enough to show concurrency. More than cores only makes all of them colder. */
const CONTAINERS_MAX = Math.max(2, availableParallelism())

export type FunctionPool = {
  /** Undefined when the pool was stopped before a container was free. */
  reserve(): Promise<Slot | undefined>
  stop(): Promise<void>
}

export const createFunctionPool = (
  options: ContainerOptions,
  reservedConcurrency = CONTAINERS_MAX,
): FunctionPool => {
  const limit = Math.max(1, Math.min(CONTAINERS_MAX, reservedConcurrency))
  const containers = new Set<Container>()
  const idle: Container[] = []
  const waiting: Array<(container: Container | undefined) => void> = []
  let stopped = false

  const take = (): Container | undefined => {
    // An idle container may have died since: its place goes to a new one.
    for (let warm = idle.pop(); warm; warm = idle.pop()) {
      if (warm.alive) return warm
      containers.delete(warm)
    }
    if (containers.size >= limit) return undefined
    const fresh = new Container(options)
    containers.add(fresh)
    return fresh
  }

  const giveBack = (container: Container): void => {
    if (stopped) return
    if (container.alive) idle.push(container)
    else containers.delete(container)
    if (waiting.length === 0) return
    const next = take()
    if (next) waiting.shift()?.(next)
  }

  const slotOf = (container: Container): Slot => ({
    invoke: (payload) => container.invoke(payload).finally(() => giveBack(container)),
    release: () => giveBack(container),
  })

  return {
    reserve: async () => {
      if (stopped) return undefined
      const container =
        take() ?? (await new Promise<Container | undefined>((resolve) => waiting.push(resolve)))
      return container && slotOf(container)
    },
    stop: async () => {
      stopped = true
      for (const resolve of waiting.splice(0)) resolve(undefined)
      await Promise.all([...containers].map((container) => container.stop()))
    },
  }
}
