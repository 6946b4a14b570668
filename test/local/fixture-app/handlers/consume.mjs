// The fixture's consumer: writes what it is given to a bucket, refuses what says "poison".
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'

const client = new S3Client({})

export const handler = async ({ Records }) => {
  for (const { kinesis } of Records) {
    const text = Buffer.from(kinesis.data, 'base64').toString()
    if (text.includes('poison')) return { batchItemFailures: [{ itemIdentifier: kinesis.sequenceNumber }] }
    await client.send(
      new PutObjectCommand({
        Bucket: process.env.BUCKET,
        Key: `${process.env.FOLDER}/${text}`,
        Body: kinesis.sequenceNumber,
      }),
    )
  }
  return { batchItemFailures: [] }
}
