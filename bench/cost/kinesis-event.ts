// Records as a function gets them from its event source mapping.

export type ReadRecord = { sequenceNumber: string; partitionKey: string; data: Uint8Array }

export const kinesisEventOf = (records: (ReadRecord & { at: number })[], shardId: string) => ({
  Records: records.map(({ sequenceNumber, partitionKey, data, at }) => ({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey,
      sequenceNumber,
      data: Buffer.from(data).toString('base64'),
      approximateArrivalTimestamp: at / 1_000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shardId}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: 'arn:aws:iam::000000000000:role/local',
    awsRegion: 'us-east-1',
    eventSourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
  })),
})
