// Opens one page with one contender in a fresh profile, lets it work, and says what the contender cost and sent.
import type { Browser } from 'playwright-core'
import { charge, type Profile } from './charge.ts'
import type { Contender } from './contenders.ts'
import { serveContender } from './mock-site.ts'

export type Result = {
  ms: number
  share: number
  longestMs: number
  blockedMs: number
  heapMb: number
  rawKb: number
  packedKb: number
  pauses: number
}

/** Milliseconds in which every contender has begun: ours waits for the project's word. */
const SETTLE_MS = 2_500
/** Milliseconds for what is sent when the page goes. */
const LEAVE_MS = 700

const LONG_TASKS = `
  window.blocked = 0
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.blocked += duration - 50 }).observe({ type: 'longtask', buffered: true })`

export const measureOnce = async (browser: Browser, page: string, contender: Contender): Promise<Result> => {
  const site = await serveContender(page, contender)
  const context = await browser.newContext({ viewport: { width: 1_000, height: 700 } })
  try {
    const tab = await context.newPage()
    // The same process as the page, whose profile is begun before it.
    await tab.goto(`${site.origin}/empty`)
    await tab.addInitScript(LONG_TASKS)
    const devtools = await context.newCDPSession(tab)
    await devtools.send('Profiler.enable')
    await devtools.send('Profiler.setSamplingInterval', { interval: 250 })
    await devtools.send('Profiler.start')
    const begun = performance.now()
    await tab.goto(`${site.origin}/`)
    await tab.waitForTimeout(SETTLE_MS)
    await tab.evaluate('window.work()')
    await tab.waitForTimeout(1_500)
    const tookMs = performance.now() - begun
    const { profile } = await devtools.send('Profiler.stop')
    const blockedMs = Number(await tab.evaluate('window.blocked'))
    await devtools.send('HeapProfiler.collectGarbage')
    const { usedSize } = await devtools.send('Runtime.getHeapUsage')
    await tab.goto(`${site.origin}/empty`)
    await tab.waitForTimeout(LEAVE_MS)
    const { ownMs, longestMs } = charge(profile as Profile, contender.isOwn)
    return {
      ms: ownMs,
      share: ownMs / tookMs,
      longestMs,
      blockedMs,
      heapMb: usedSize / 1_000_000,
      rawKb: site.sent.raw / 1_000,
      packedKb: site.sent.packed / 1_000,
      pauses: site.sent.pauses,
    }
  } finally {
    await context.close()
    await site.stop()
  }
}
