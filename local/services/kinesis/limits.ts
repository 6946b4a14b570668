// The limits of Kinesis Data Streams, each with its unit and where it comes from.
// https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html

/** Bytes of one record's data, and of its data and partition key together. */
export const RECORD_MAX_BYTES = 1_048_576

/** Records of one PutRecords call. */
export const PUT_MAX_RECORDS = 500

/** Bytes of all records of one PutRecords call, partition keys included. */
export const PUT_MAX_BYTES = 10 * 1_048_576

/** Bytes of an HTTP body: the largest PutRecords in base64, with its keys and room for spaces. */
export const BODY_MAX_BYTES = 16 * 1_048_576

/** Records and bytes that one GetRecords call returns at most. */
export const GET_MAX_RECORDS = 10_000
export const GET_MAX_BYTES = 10 * 1_048_576

/** Milliseconds for which a shard iterator may be used. */
export const ITERATOR_MAX_AGE_MS = 5 * 60_000

/** Hours that records are kept by default, at least and at most. */
export const RETENTION_DEFAULT_HOURS = 24
export const RETENTION_MAX_HOURS = 8_760

/** Shards that an on-demand stream begins with, which gives it 4 MB/s and 4,000 records/s. */
export const ON_DEMAND_SHARDS = 4

/** Shards of one provisioned stream: the default quota of an account. */
export const STREAM_MAX_SHARDS = 500

/** What one shard takes in a second, in either mode. */
export const SHARD_THROUGHPUT = { bytesPerSecond: 1_048_576, recordsPerSecond: 1_000 }
