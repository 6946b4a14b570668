// GET /api/v1/shared/{token}/segments/{name}: a segment, cut at the bounds of its link and masked as that says.
import { gzipSync } from 'node:zlib'
import { getSharedSegment as operation } from '../../../core/api/share-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { SCREENSHOT_PART_MAX_BYTES } from '../../../core/limits.ts'
import { nameOfPlace, placeOf } from '../../../core/replay/segment-name.ts'
import { boundSegment } from '../../../core/shares/bound-segment.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import {
  type OpenedShare,
  openedShare,
  PRIVATE_HEADERS,
  type SharedDeps,
  shownReplay,
} from './opened-share.ts'

export const getSharedSegment = (deps: SharedDeps) =>
  route(operation, async ({ params, query }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { token, name } = params
    const opened = await openedShare(deps, token)
    const packed = await packedSegment(deps, opened, name)
    const part = packed?.subarray(query.from, query.from + SCREENSHOT_PART_MAX_BYTES)
    if (!packed || !part || part.length === 0)
      throw new AppError(
        'replay-changed',
        404,
        'There is no such segment, or no such part of it: read the replay again.',
      )
    return {
      status: 200,
      bytes: part,
      headers: {
        ...PRIVATE_HEADERS,
        'content-type': 'application/gzip',
        'content-disposition': 'attachment; filename="segment.gz"',
        'x-total-bytes': String(packed.length),
      },
    }
  })

const packedSegment = async (
  deps: SharedDeps,
  opened: OpenedShare,
  name: string,
): Promise<Buffer | undefined> => {
  const shown = await shownReplay(deps, opened, { merge: false })
  // Only what the link names: a segment beside its bounds begins with a picture of what was then.
  if (!shown?.replay.segments.some((segment) => segment.name === name)) return undefined
  const { manifest, share, bounds } = shown
  const entry = manifest.segments.find((one) => nameOfPlace(placeOf(manifest, one)) === name)
  const file = entry && (await deps.replay.readSegment(manifest, entry))
  return file && pack(boundSegment(file, share, bounds))
}

const pack = ({ head, lines }: ReturnType<typeof boundSegment>): Buffer =>
  gzipSync([head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''))
