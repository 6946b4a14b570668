// Loaded before everything else, in each thread: one clock for all, which the day sets, and a watch on each function.
// `node --import ./bench/cost/simulated-clock.ts …`
import { subscribe } from 'node:diagnostics_channel'
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import {
  BroadcastChannel,
  getEnvironmentData,
  isMainThread,
  parentPort,
  setEnvironmentData,
  workerData,
} from 'node:worker_threads'
import { callOf, latencyOf } from './service-calls.ts'

/** What an invocation took, told to the main thread. */
export type Invocation = {
  functionName: string
  cpuMs: number
  /** Milliseconds of waiting for services, at the latencies that they have in AWS. */
  waitMs: number
  /** Calls by service and operation. */
  calls: Record<string, number>
  logLines: number
  logBytes: number
}

export const INVOCATIONS = 'playhead cost: invocations'
const CLOCK = 'playhead cost: clock'

if (isMainThread) setEnvironmentData(CLOCK, new SharedArrayBuffer(8))
const clock = new BigInt64Array(getEnvironmentData(CLOCK) as SharedArrayBuffer)
const realNow = Date.now
Date.now = () => Number(Atomics.load(clock, 0)) || realNow()

export const setClock = (at: number): void => {
  Atomics.store(clock, 0, BigInt(Math.round(at)))
}

/** Clients correct their clock by the time in an answer, and an answer's time is the machine's. */
subscribe('http.server.request.start', (message) => {
  const { response } = message as { response: ServerResponse }
  response.sendDate = false
})

const functionName = (workerData as { functionName?: string } | null)?.functionName
if (!isMainThread && functionName && parentPort) watch(functionName, parentPort)

function watch(name: string, port: NonNullable<typeof parentPort>): void {
  const told = new BroadcastChannel(INVOCATIONS)
  told.unref()
  let calls: Record<string, number> = {}
  let [logLines, logBytes] = [0, 0]
  let [open, openSince, busyMs, spentMs, latencyMs] = [0, 0, 0, 0, 0]
  const begun = new WeakMap<ClientRequest, number>()

  subscribe('http.client.request.start', (message) => {
    const { request } = message as { request: ClientRequest }
    const call = callOf(request)
    calls[call] = (calls[call] ?? 0) + 1
    latencyMs += latencyOf(call)
    begun.set(request, performance.now())
    if (open++ === 0) openSince = performance.now()
  })
  subscribe('http.client.response.finish', (message) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage }
    response.once('close', () => {
      const now = performance.now()
      spentMs += now - (begun.get(request) ?? now)
      if (--open === 0) busyMs += now - openSince
    })
  })
  const print = console.log
  console.log = (line: unknown, ...rest: unknown[]) => {
    logLines += 1
    logBytes += Buffer.byteLength(String(line)) + 1
    print(line, ...rest)
  }

  const on = port.on.bind(port) as (event: string, listener: (message: unknown) => unknown) => typeof port
  port.on = ((event: string, listener: (message: unknown) => unknown) =>
    event === 'message' ? on(event, measured(listener)) : on(event, listener)) as typeof port.on

  const measured = (listener: (message: unknown) => unknown) => async (message: unknown) => {
    calls = {}
    ;[logLines, logBytes, busyMs, spentMs, latencyMs] = [0, 0, 0, 0, 0]
    const before = process.threadCpuUsage()
    await listener(message)
    const { user, system } = process.threadCpuUsage(before)
    // Calls that are under way together are waited for together: as many at once there as there were here.
    const atOnce = busyMs > 0 ? Math.max(1, spentMs / busyMs) : 1
    const invocation: Invocation = {
      functionName: name,
      cpuMs: (user + system) / 1_000,
      waitMs: latencyMs / atOnce,
      calls,
      logLines,
      logBytes,
    }
    told.postMessage(invocation)
  }
}
