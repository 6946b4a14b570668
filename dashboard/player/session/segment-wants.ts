// Asks the dashboard for segments, and hands over what came: at once, when it is there, or never.
import type { FrameMessage } from '../protocol.ts'
import { type SegmentContent, UnreadableSegment } from './read-segment.ts'
import type { SegmentStore } from './segment-store.ts'
import type { Source, Sources } from './sources.ts'

/** Names in one message. */
const WANTED_AT_ONCE = 20

type Deps = {
  store: SegmentStore
  sources: Sources
  send(message: FrameMessage): void
  /** What will be played soon, the next first. */
  ahead(): string[]
  /** Events of a segment that say nothing. */
  leaveOut(events: number): void
}

export type SegmentWants = ReturnType<typeof createSegmentWants>

export const createSegmentWants = ({ store, sources, send, ahead, leaveOut }: Deps) => {
  const waiting = new Map<string, ((came: boolean) => void)[]>()
  const unreadable = new Set<string>()
  let wanted: string[] = []

  const need = (): void => {
    // What somebody waits for stays asked for: whatever is not in the list, the dashboard stops fetching.
    const names = [...new Set([...waiting.keys(), ...ahead()])]
      .filter((name) => !store.has(name) && !unreadable.has(name))
      .slice(0, WANTED_AT_ONCE)
    if (names.join() === wanted.join()) return
    wanted = names
    send({ kind: 'need', names })
  }

  const contentNow = (source: Source): SegmentContent | undefined =>
    source.live ? sources.live(source.tabId) : store.content(source.name)

  /** Whether it was awaited. */
  const settle = (name: string, came: boolean): boolean => {
    const all = waiting.get(name)
    waiting.delete(name)
    for (const done of all ?? []) done(came)
    return all !== undefined
  }

  return {
    need,
    contentNow,
    contentOf: async (source: Source): Promise<SegmentContent | undefined> => {
      const there = contentNow(source)
      if (there) return there
      if (!store.has(source.name)) {
        const came = new Promise<boolean>((done) => {
          waiting.set(source.name, [...(waiting.get(source.name) ?? []), done])
        })
        // Asked for again, though it be the same: it may have failed before.
        wanted = []
        need()
        if (!(await came)) return undefined
      }
      try {
        const content = await store.open(source.name)
        if (content) leaveOut(content.malformed)
        return content
      } catch (error) {
        unreadable.add(source.name)
        const message =
          error instanceof UnreadableSegment ? error.message : 'This part of the recording cannot be read.'
        send({ kind: 'problem', code: 'segment-unreadable', message })
        return undefined
      }
    },
    /** Unpacked before it is needed; whoever then needs it hears what is wrong with it. */
    prepare: (source: Source): void => {
      if (store.has(source.name) && !store.content(source.name))
        store.open(source.name)?.catch(() => undefined)
    },
    came: (name: string, bytes: ArrayBuffer): void => {
      store.put(name, bytes)
      settle(name, true)
    },
    failed: (name: string): void => {
      wanted = wanted.filter((one) => one !== name)
      if (!settle(name, false)) return
      const message = 'This part of the recording could not be fetched.'
      send({ kind: 'problem', code: 'segment-unavailable', message })
    },
  }
}
