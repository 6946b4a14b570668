// Where a key lies, and where each of its texts points to it.
import { createHmac } from 'node:crypto'

export const keyRow = (projectId: string, keyId: string) => ({
  pk: `project#${projectId}`,
  sk: `key#${keyId}`,
})

export const pointerRow = (hash: string) => ({ pk: `key#${hash}`, sk: 'key' })

export const hashOf = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex')
