// A consumer of the event stream: a function, its event source mapping, and where its failures go.
import { Duration } from 'aws-cdk-lib'
import type { Stream } from 'aws-cdk-lib/aws-kinesis'
import { type IEventSourceDlq, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { allow } from './allow.ts'
import { Handler, type HandlerProps } from './handler.ts'

export type ConsumerProps = HandlerProps & {
  stream: Stream
  /** Takes, whole, what was given up after all retries. */
  failures: Bucket
  windowSeconds: number
  /** Where a newly deployed consumer begins; with the oldest record unless it says otherwise. */
  startAt?: StartingPosition
  /** Records older than this are given up; about as long as the stream has them unless it says otherwise. */
  maxRecordAge?: Duration
  retryAttempts?: number
}

/** Records in one invocation at most: each is a batch of up to 100 events. */
const RECORDS_PER_INVOCATION = 100

/** Invocations at once per shard. Order holds per partition key, and that is the session. */
const PARALLEL_PER_SHARD = 2

/** Retries before a record goes to S3: a bound for the poisoned, far beyond what a broken table needs. */
const RETRY_ATTEMPTS = 1_000

/** Hours: the service takes at most a week. */
const RECORD_AGE_MAX_HOURS = 168

export class Consumer extends Construct {
  readonly handler: Handler

  constructor(scope: Construct, id: string, props: ConsumerProps) {
    super(scope, id)
    this.handler = new Handler(this, 'Handler', props)
    const target = this.handler.function
    const { streamArn } = props.stream
    allow(
      target,
      [
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
      ],
      streamArn,
    )
    // Lambda's own S3 destination, with the two rights it needs instead of the whole bucket's.
    allow(target, ['s3:PutObject'], props.failures.arnForObjects('aws/lambda/*'))
    allow(target, ['s3:ListBucket'], props.failures.bucketArn)
    const onFailure: IEventSourceDlq = { bind: () => ({ destination: props.failures.bucketArn }) }
    const longest = Math.min(props.settings.stream.retentionHours - 1, RECORD_AGE_MAX_HOURS)

    target.addEventSourceMapping('Mapping', {
      eventSourceArn: streamArn,
      startingPosition: props.startAt ?? StartingPosition.TRIM_HORIZON,
      batchSize: RECORDS_PER_INVOCATION,
      maxBatchingWindow: Duration.seconds(props.windowSeconds),
      parallelizationFactor: PARALLEL_PER_SHARD,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: props.retryAttempts ?? RETRY_ATTEMPTS,
      maxRecordAge: props.maxRecordAge ?? Duration.hours(longest),
      onFailure,
    })
  }
}
