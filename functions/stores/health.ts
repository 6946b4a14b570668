// Asks each store of the system whether it answers, as cheaply as it can be asked.
import { DescribeStreamSummaryCommand, type KinesisClient } from '@aws-sdk/client-kinesis'
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'

export type Check = () => Promise<unknown>

export const tableAnswers =
  (client: DynamoDBDocumentClient, table: string): Check =>
  () =>
    client.send(new GetCommand({ TableName: table, Key: { sessionKey: 'health' } }))

export const streamAnswers =
  (client: KinesisClient, stream: string): Check =>
  () =>
    client.send(new DescribeStreamSummaryCommand({ StreamName: stream }))

export const bucketAnswers =
  (client: S3Client, bucket: string): Check =>
  () =>
    client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'health/', MaxKeys: 1 }))
