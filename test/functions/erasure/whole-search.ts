// Looks through everything that is stored, byte by byte where it can and column by column in Parquet, for some words.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { openLakeDatabase } from '../../../functions/stores/lake-database.ts'

export type Places = { tables: string[]; buckets: string[] }

/** Where any of the words stands: `table: key` or `bucket/key`. */
export const whereStands = async (words: string[], { tables, buckets }: Places): Promise<string[]> => {
  const found: string[] = []
  const look = (place: string, text: string) => {
    for (const word of words) if (text.includes(word)) found.push(`${place} has ${word}`)
  }
  const dynamodb = new DynamoDBClient()
  for (const TableName of tables) {
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }))
    for (const item of Items) look(TableName, JSON.stringify(item))
  }
  const s3 = new S3Client()
  for (const Bucket of buckets) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }))
    for (const { Key = '' } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
      look(
        `${Bucket}/${Key}`,
        `${Key} ${await textOf(Key, Buffer.from((await Body?.transformToByteArray()) ?? []))}`,
      )
    }
  }
  return found
}

const textOf = async (key: string, bytes: Buffer): Promise<string> => {
  if (key.endsWith('.parquet')) return rowsIn(bytes)
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
  // Records of the stream lie in the quarantine as base64.
  const text = plain.toString('utf8')
  const inside = [...text.matchAll(/\\?"data\\?":\s*\\?"([A-Za-z0-9+/=]+)\\?"/g)].map(([, data = '']) =>
    Buffer.from(data, 'base64').toString('utf8'),
  )
  return [text, ...inside].join('\n')
}

const rowsIn = async (parquet: Buffer): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'playhead-search-'))
  const database = await openLakeDatabase({ memoryMiB: 128, folder: join(folder, 'spill') })
  const connection = await database.connect()
  try {
    const path = join(folder, 'searched.parquet')
    await writeFile(path, parquet)
    return JSON.stringify(
      (await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`)).getRowsJson(),
    )
  } finally {
    connection.closeSync()
    database.close()
    await rm(folder, { recursive: true, force: true })
  }
}
