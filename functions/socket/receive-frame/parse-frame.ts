// A frame's text against the schemas: a fault names its field.
import { AppError } from '../../../core/errors.ts'
import { SOCKET_FRAME_MAX_BYTES } from '../../../core/limits.ts'
import { type ClientFrame, clientFrameSchema } from '../../../core/socket/frames.ts'

export const parseFrame = (body: string): ClientFrame => {
  if (Buffer.byteLength(body) > SOCKET_FRAME_MAX_BYTES) {
    throw new AppError('frame-too-large', 413, `A frame may take ${SOCKET_FRAME_MAX_BYTES} bytes.`)
  }
  const checked = clientFrameSchema.safeParse(parse(body))
  if (checked.success) return checked.data
  throw new AppError('invalid-frame', 400, 'The frame is not one that this socket takes.', {
    fields: checked.error.issues.map(({ path, message }) => ({
      field: path.join('.') || 'frame',
      message,
    })),
  })
}

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    throw new AppError('invalid-frame', 400, 'The frame is not JSON.')
  }
}
