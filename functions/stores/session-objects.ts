// Everything in S3 that belongs to a session, whoever wrote it: parts, recordings, screenshots, bodies that wait.
import type { S3Client } from '@aws-sdk/client-s3'
import { deleteKeys, listKeys } from './objects.ts'

export type SessionObjects = ReturnType<typeof sessionObjects>

export const sessionObjects = (client: S3Client, bucket: string) => ({
  /** Returns how many there were. */
  removeAll: async (projectId: string, sessionId: string): Promise<number> => {
    const keys = []
    for (const folder of FOLDERS)
      keys.push(...(await listKeys(client, bucket, `${folder}/${projectId}/${sessionId}/`)))
    await deleteKeys(client, bucket, keys)
    return keys.length
  },
})

const FOLDERS = ['sessions', 'claims', 'uploads', 'assets-due']
