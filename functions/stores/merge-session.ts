// Merges what is stored of a session: events into one object, its recording into segments, then a manifest, and only when
// that stands the originals go. Killed anywhere and begun again, it ends the same. What is merged already is left where
// it is, as far as it stands.
import { REPLAY_STEP_PARTS } from '../../core/limits.ts'
import { watchAssetUrls } from '../../core/replay/asset-urls.ts'
import type { ReplayManifest } from '../../core/replay/manifest.ts'
import type { SessionState } from '../../core/sessions/session-state.ts'
import { type ManifestRevision, type Merge, mergeName } from './replay.ts'
import { resolveUrl } from './resolve-url.ts'
import { Overtaken, type Stores, type Survey, surveySession } from './session-survey.ts'
import { writeMerge } from './write-merge.ts'

export type MergeSession = ReturnType<typeof mergeSession>

/** Thrown where a run must end: what it did not write yet is written by the next one. */
export class OutOfTime extends Error {}

export type MergeOptions = {
  /** Batches that are counted but not stored yet are waited for. */
  mayWait: boolean
  /** When there is none left, whatever is being written is given up. */
  hasTime: () => boolean
  /** Whether another step is begun. */
  mayGoOn?: () => boolean
}

export const mergeSession =
  (stores: Stores) =>
  async (
    { projectId, sessionId, tabs }: Pick<SessionState, 'projectId' | 'sessionId' | 'tabs'>,
    { mayWait, hasTime, mayGoOn = hasTime }: MergeOptions,
  ): Promise<'merged' | 'waiting'> => {
    const keys = await stores.parts.list(projectId, sessionId)
    let unreadable = 0
    let at = 0
    do {
      if (at > 0 && !mayGoOn()) throw new OutOfTime('The rest of the session is merged by the next run.')
      const some = keys.slice(at, at + REPLAY_STEP_PARTS)
      at += some.length
      const found = await stores.replay.readManifest(projectId, sessionId)
      const survey = await surveySession(stores, some, found?.manifest)
      unreadable += survey.unreadable
      if (mayWait && at >= keys.length && !hasAll(found?.manifest, survey, tabs)) return 'waiting'
      await step(stores, { projectId, sessionId }, found, { ...survey, unreadable }, hasTime)
    } while (at < keys.length)
    return 'merged'
  }

type Session = Omit<Merge, 'merge'>
type Found = { manifest: ReplayManifest; revision: ManifestRevision } | undefined

/** The newest batch of each tab that was counted is stored, too: two consumers read the stream, each at its pace. */
const hasAll = (
  manifest: ReplayManifest | undefined,
  { fresh }: Survey,
  tabs: SessionState['tabs'],
): boolean => {
  const newest = new Map(manifest?.tabs.map(({ tabId, seqs }) => [tabId, seqs.at(-1)?.[1] ?? -1]))
  for (const { tabId, seq } of fresh) newest.set(tabId, Math.max(newest.get(tabId) ?? 0, seq))
  return Object.entries(tabs).every(([tabId, { seq }]) => (newest.get(tabId) ?? -1) >= seq)
}

const step = async (
  stores: Stores,
  session: Session,
  found: Found,
  survey: Survey,
  hasTime: () => boolean,
): Promise<void> => {
  const { parts, replay, assets } = stores
  // What a run that was killed left behind: a manifest knows only what it replaced itself.
  if (found) await removeReplaced(stores, found.manifest)
  if (survey.fresh.length > 0) {
    const merge = { ...session, merge: mergeName(found?.manifest.merge, survey.readable) }
    const beat = () => {
      if (!hasTime()) throw new OutOfTime('The session is merged by the next run.')
    }
    const urls = watchAssetUrls(resolveUrl)
    const noted = (tabId: string, event: unknown) => urls.note(tabId, [event])
    const manifest = await writeMerge(replay, { merge, survey, previous: found?.manifest, noted, beat })
    const named = urls.named()
    const since = Math.max(...survey.fresh.map(({ receivedAt }) => receivedAt))
    // Before anybody sees the merge: killed in between, the next run writes the same again.
    if (named.length > 0) await assets?.putDue(merge, { v: 1, since, named })
    if (!(await replay.writeManifest(manifest, found?.revision))) await yieldTo(stores, merge)
    else await removeReplaced(stores, manifest)
  }
  await parts.remove(survey.readable)
}

const removeReplaced = async ({ replay }: Stores, manifest: ReplayManifest): Promise<void> => {
  if (manifest.stale) await replay.removeFiles(manifest, manifest.stale)
  // Of a version that wrote everything anew.
  else if (manifest.replaced) await replay.removeMerge({ ...manifest, merge: manifest.replaced })
}

/** Another run was first. If it wrote the same, it wrote the same files; if not, nobody will ever name these. */
const yieldTo = async ({ replay }: Stores, merge: Merge): Promise<void> => {
  const winner = await replay.readManifest(merge.projectId, merge.sessionId)
  if (winner?.manifest.merge === merge.merge) return
  if (winner) await replay.removeMerge(merge)
  throw new Overtaken('Another run merged this session first.')
}
