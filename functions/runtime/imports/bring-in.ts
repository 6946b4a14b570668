// Puts a recording that was made elsewhere on the stream: checked, masked, and in batches one behind the other.
import { importBatches } from '../../../core/imports/import-batches.ts'
import { startMaskingRecorded } from '../../../core/imports/mask-recorded.ts'
import { type Rejected, readRecording } from '../../../core/imports/read-recording.ts'
import { REJECTIONS } from '../../../core/imports/recorded-event.ts'
import type { ImportedRecording, SaidOfRecording } from '../../../core/imports/recording-import.ts'
import { stampBatch } from '../../../core/ingest/stamp-batch.ts'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import { batchRulesOf } from '../../../core/projects/batch-rules.ts'
import type { Project } from '../../../core/projects/project.ts'
import { clientFacts } from '../http/client-facts.ts'
import { uuidOf } from '../uuid-of.ts'
import type { ImportName } from './import-name.ts'

type Import = {
  project: Project
  name: ImportName
  said: SaidOfRecording
  events: unknown[]
}

type Deps = {
  stream: { put(batches: StampedBatch[]): Promise<void> }
  /** Called once it is known to be a recording, before any of it is on the stream. */
  record(sessionId: string): Promise<unknown>
  now: () => number
  /** Told how much of it the stream has, from 0 to 1. */
  onShare?(share: number): Promise<void>
}

export const bringIn = async (
  { stream, record, now, onShare }: Deps,
  { project, name, said: { userAgent, ...said }, events }: Import,
): Promise<ImportedRecording> => {
  const recording = readRecording(events)
  const { sessionId, batches, pageViews, tooLarge, accepted } = importBatches(recording, {
    said,
    name,
    uuidOf,
    mask: startMaskingRecorded(project.masking),
  })
  await record(sessionId)
  const stamp = {
    projectId: project.projectId,
    receivedAt: now(),
    // Nothing is known of who was recorded: not who imports it.
    client: clientFacts({ 'user-agent': userAgent ?? '' }, ''),
    maskText: project.masking.text,
    rules: batchRulesOf(project),
    metadata: {
      recordedFrom: new Date(recording.from).toISOString(),
      recordedTo: new Date(recording.to).toISOString(),
    },
    over: true,
  }
  // One behind the other: of a tab the stream must have them in their order.
  for (const [at, batch] of batches.entries()) {
    await stream.put([stampBatch(batch, stamp)])
    await onShare?.((at + 1) / batches.length)
  }
  return {
    sessionId,
    accepted,
    rejected: [...recording.rejected, ...(tooLarge > 0 ? [asRejected(tooLarge)] : [])].map((one) => ({
      ...one,
      text: REJECTIONS[one.reason],
    })),
    pageViews,
    durationMs: Math.round(recording.to - recording.from),
    recordedFrom: recording.from,
    recordedTo: recording.to,
  }
}

const asRejected = (count: number): Rejected => ({ reason: 'too_large', count, first: 0 })
