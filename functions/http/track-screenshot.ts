// POST /api/v1/track/screenshot: takes a screenshot, or gives the form of its upload; 202 only when what it says is safe.
import { setTimeout as sleep } from 'node:timers/promises'
import { trackScreenshot as operation } from '../../core/api/screenshot-operations.ts'
import { AppError } from '../../core/errors.ts'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import { SCREENSHOT_UPLOAD_SECONDS } from '../../core/limits.ts'
import { batchRulesOf } from '../../core/projects/batch-rules.ts'
import {
  type ScreenshotAnswer,
  sessionOfScreenshot,
  stampScreenshot,
} from '../../core/screenshots/screenshot.ts'
import { gate, usage } from '../gate/gate.ts'
import { kinesis } from '../runtime/clients/kinesis.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { accepted, type HttpAnswer } from '../runtime/http/answer.ts'
import { clientFacts } from '../runtime/http/client-facts.ts'
import { http } from '../runtime/http/http.ts'
import { type RequestOf, route } from '../runtime/http/route.ts'
import { claims } from '../stores/claims.ts'
import { eventStream } from '../stores/event-stream.ts'
import { type ScreenshotUploads, screenshotUploads } from '../stores/screenshot-uploads.ts'
import {
  type ScreenshotStore,
  type StoredScreenshot,
  screenshotKey,
  screenshots,
} from '../stores/screenshots.ts'
import type { UsageMeter } from '../stores/usage.ts'
import { announcedType, checkedImage, imageOf } from './track-screenshot/check-image.ts'

type Deps = {
  screenshots: Pick<ScreenshotStore, 'find' | 'keep' | 'readUpload' | 'removeUpload'>
  uploads: ScreenshotUploads
  stream: { put(batches: StampedBatch[]): Promise<void> }
  usage: Pick<UsageMeter, 'count'>
  now: () => number
}
type Request = RequestOf<typeof operation>

export const trackScreenshot =
  ({ screenshots, uploads, stream, usage, now }: Deps) =>
  async ({ caller, body, bytes, headers, sourceIp }: Request): Promise<HttpAnswer> => {
    const { project, keyId } = caller
    const { screenshotId } = body
    const image = imageOf(body, bytes)
    const header = image && checkedImage(image, body, headers['content-type'])
    const type = header?.type ?? announcedType(body)
    if (!project.ingest) return accepted({ screenshotId, stored: false } satisfies ScreenshotAnswer)

    const { projectId } = project
    const place = { projectId, sessionId: sessionOfScreenshot(body), screenshotId, type }
    const factsOf = (kept: Uint8Array, of = checkedImage(kept, body)): StoredScreenshot => ({
      ...of,
      bytes: kept.length,
      receivedAt: now(),
      sentAt: body.sentAt,
    })
    /** What came by the form becomes a screenshot once it was looked at. */
    const fromUpload = async (): Promise<StoredScreenshot | undefined> => {
      const uploaded = await screenshots.readUpload(place)
      if (!uploaded) return undefined
      try {
        return await screenshots.keep(place, uploaded, factsOf(uploaded))
      } catch (error) {
        if (error instanceof AppError) await screenshots.removeUpload(place)
        throw error
      }
    }
    const stored = await whileS3Answers(async () =>
      image
        ? screenshots.keep(place, image, factsOf(image, header))
        : ((await screenshots.find(place)) ?? (await fromUpload())),
    )
    if (!stored) {
      const form = await uploads.form(place, body.bytes ?? 0, SCREENSHOT_UPLOAD_SECONDS)
      const upload = { ...form, expiresAt: now() + SCREENSHOT_UPLOAD_SECONDS * 1_000 }
      return accepted({ screenshotId, stored: false, upload } satisfies ScreenshotAnswer)
    }

    const stamp = {
      projectId,
      receivedAt: stored.receivedAt,
      client: clientFacts(headers, sourceIp, project.fullAddresses),
      maskText: project.masking.text,
      rules: batchRulesOf(project),
    }
    await stream.put([stampScreenshot({ ...body, sentAt: stored.sentAt }, stored, stamp)])
    // Left there it goes within two days, and is seen by nobody.
    if (!image) await screenshots.removeUpload(place).catch(() => {})
    await usage.count(projectId, keyId, { events: 1 })
    return accepted({ screenshotId, stored: true, key: screenshotKey(place) } satisfies ScreenshotAnswer)
  }

const whileS3Answers = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('storage-busy', 503, 'The image cannot be stored right now. Send it again.', {
      retryAfter: 5,
      cause,
    })
  }
}

const env = readEnvironment(['EVENT_STREAM', 'SESSION_BUCKET'])

export const handler = http(
  gate,
  route(
    operation,
    trackScreenshot({
      screenshots: screenshots(s3, env.SESSION_BUCKET),
      uploads: screenshotUploads(s3, env.SESSION_BUCKET),
      stream: eventStream(kinesis, env.EVENT_STREAM, {
        claims: claims(s3, env.SESSION_BUCKET),
        sleep,
        random: Math.random,
      }),
      usage,
      now: Date.now,
    }),
  ),
)
