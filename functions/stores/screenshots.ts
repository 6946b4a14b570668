// Screenshots: one object each below their session, written once; what is still being uploaded waits elsewhere.
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { ImageHeader, ImageType } from '../../core/screenshots/image-header.ts'
import { listKeys, readObject } from './objects.ts'

/** Where a screenshot lies; `sessionId` is the session's that it is counted to. */
export type ScreenshotPlace = { projectId: string; sessionId: string; screenshotId: string; type: ImageType }

/** What is known of a stored one. A request that is sent again tells the same event, of the time at which it first came. */
export type StoredScreenshot = ImageHeader & { bytes: number; receivedAt: number; sentAt: number }

export type ScreenshotStore = ReturnType<typeof screenshots>

export const screenshots = (client: S3Client, bucket: string) => {
  const find = async (place: ScreenshotPlace): Promise<StoredScreenshot | undefined> => {
    try {
      const { Metadata = {}, ContentLength = 0 } = await client.send(
        new HeadObjectCommand({ Bucket: bucket, Key: screenshotKey(place) }),
      )
      const number = (name: string): number => Number(Metadata[name] ?? 0)
      return {
        type: place.type,
        width: number('width'),
        height: number('height'),
        bytes: ContentLength,
        receivedAt: number('received-at'),
        sentAt: number('sent-at'),
      }
    } catch (error) {
      if (error instanceof Error && error.name === 'NotFound') return undefined
      throw error
    }
  }

  return {
    find,

    /** Answers what is stored: this, or what came before it under the same id. */
    keep: async (
      place: ScreenshotPlace,
      image: Uint8Array,
      facts: StoredScreenshot,
    ): Promise<StoredScreenshot> => {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: screenshotKey(place),
            Body: image,
            ContentType: place.type,
            IfNoneMatch: '*',
            Metadata: {
              width: String(facts.width),
              height: String(facts.height),
              'received-at': String(facts.receivedAt),
              'sent-at': String(facts.sentAt),
            },
          }),
        )
        return facts
      } catch (error) {
        if (!(error instanceof Error && error.name === 'PreconditionFailed')) throw error
        const earlier = await find(place)
        if (!earlier) throw error
        return earlier
      }
    },

    readUpload: async (place: ScreenshotPlace): Promise<Uint8Array | undefined> =>
      (await readObject(client, bucket, uploadKey(place)))?.bytes,

    removeUpload: async (place: ScreenshotPlace): Promise<void> => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: uploadKey(place) }))
    },

    /** Of every screenshot whose image is there. */
    list: async (session: Pick<ScreenshotPlace, 'projectId' | 'sessionId'>): Promise<ScreenshotPlace[]> =>
      (await listKeys(client, bucket, folderOf(session))).flatMap((key) => placeIn(session, key) ?? []),

    locate: async ({
      screenshotId,
      ...session
    }: Omit<ScreenshotPlace, 'type'>): Promise<ScreenshotPlace | undefined> => {
      const [key] = await listKeys(client, bucket, `${folderOf(session)}${screenshotId}.`)
      return key === undefined ? undefined : placeIn(session, key)
    },

    /** At most `count` bytes, beginning at `from`; undefined where the image has none. */
    read: async (place: ScreenshotPlace, from: number, count: number): Promise<Uint8Array | undefined> => {
      try {
        const { Body } = await client.send(
          new GetObjectCommand({
            Bucket: bucket,
            Key: screenshotKey(place),
            Range: `bytes=${from}-${from + count - 1}`,
          }),
        )
        return await Body?.transformToByteArray()
      } catch (error) {
        if (error instanceof Error && (error.name === 'InvalidRange' || error.name === 'NoSuchKey'))
          return undefined
        throw error
      }
    },
  }
}

const EXTENSIONS: Record<ImageType, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
}

type Session = Pick<ScreenshotPlace, 'projectId' | 'sessionId'>

const folderOf = ({ projectId, sessionId }: Session): string =>
  `sessions/${projectId}/${sessionId}/screenshots/`

const fileOf = ({ screenshotId, type }: ScreenshotPlace): string => `${screenshotId}.${EXTENSIONS[type]}`

export const screenshotKey = (place: ScreenshotPlace): string => `${folderOf(place)}${fileOf(place)}`

/** Nobody reads there: what a page uploads is an image only once it was looked at. */
export const uploadKey = (place: ScreenshotPlace): string =>
  `uploads/${place.projectId}/${place.sessionId}/${fileOf(place)}`

const placeIn = (session: Session, key: string): ScreenshotPlace | undefined => {
  const [, screenshotId, extension] = /\/([0-9a-f-]{36})\.(\w+)$/i.exec(key) ?? []
  const type = (Object.keys(EXTENSIONS) as ImageType[]).find((one) => EXTENSIONS[one] === extension)
  return screenshotId === undefined || !type ? undefined : { ...session, screenshotId, type }
}
