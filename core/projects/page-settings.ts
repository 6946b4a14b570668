// What a project tells the tracker in its pages: whether and how visits are recorded, pictured and masked.
import * as z from 'zod'

/** Of a million sessions one is the least that means anything; DynamoDB keeps no number that is much smaller. */
const share = z
  .number()
  .min(0)
  .max(1)
  .refine((value) => value === 0 || value >= 1e-6, { message: 'must be 0, or at least 0.000001' })

export const recordingSchema = z.strictObject({
  enabled: z.boolean(),
  /** Share of the sessions that are recorded, decided once a session. */
  sampleRate: share,
  /** `on_error`: the last minute is held in the page, and sent only once an error occurs. */
  mode: z.enum(['always', 'on_error']),
  /** Lines that pages write to the console. */
  consoles: z.boolean(),
  /** Requests that pages make: method, address, status and time, never bodies. */
  network: z.boolean(),
  /** Contents of canvas elements. */
  canvas: z.boolean(),
})

export const screenshotsSchema = z.strictObject({
  enabled: z.boolean(),
  /** Share of the sessions that are pictured: of those, the ones that are recorded come first. */
  sampleRate: share,
})

export const maskingSchema = z.strictObject({
  /** What is typed is never taken. Passwords, cards and addresses of e-mail never are, whatever this says. */
  inputs: z.boolean(),
  /** Texts of the page are not kept either: the ingest throws those of what is clicked away. */
  text: z.boolean(),
})

export type RecordingSettings = z.infer<typeof recordingSchema>
export type ScreenshotSettings = z.infer<typeof screenshotsSchema>

export const RECORDING_DEFAULTS: RecordingSettings = {
  enabled: true,
  sampleRate: 1,
  mode: 'always',
  consoles: true,
  network: true,
  canvas: false,
}

export const SCREENSHOT_DEFAULTS: ScreenshotSettings = { enabled: true, sampleRate: 1 }

/** As it travels in an answer of the ingest. */
export const pageSettingsSchema = z.object({
  /** A short hash of all the rest, by which a page names what it knows. */
  version: z.string(),
  /** Minutes without an event after which a session is over. */
  idleMinutes: z.number(),
  recording: recordingSchema,
  screenshots: screenshotsSchema,
  masking: maskingSchema,
})

export type PageSettings = z.infer<typeof pageSettingsSchema>

type Source = Omit<PageSettings, 'version' | 'idleMinutes'> & { sessionIdleMinutes: number; ingest: boolean }

/** A project that takes nothing has nothing recorded either. */
export const pageSettingsOf = ({
  recording,
  screenshots,
  masking,
  sessionIdleMinutes,
  ingest,
}: Source): PageSettings => {
  const said = {
    idleMinutes: sessionIdleMinutes,
    recording: { ...recording, enabled: recording.enabled && ingest },
    screenshots: { ...screenshots, enabled: screenshots.enabled && ingest },
    masking,
  }
  return { version: hashOf(JSON.stringify(said)), ...said }
}

/** FNV-1a: it must tell versions apart, not keep a secret. */
const hashOf = (text: string): string => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}
