// The one stream that everything walks through on its way from a page to a store.
import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis'
import { Construct } from 'constructs'
import type { Settings } from './settings.ts'

export class EventStream extends Construct {
  readonly stream: Stream

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id)
    const { shards, retentionHours } = settings.stream
    this.stream = new Stream(this, 'Events', {
      ...(shards === undefined
        ? { streamMode: StreamMode.ON_DEMAND }
        : { streamMode: StreamMode.PROVISIONED, shardCount: shards }),
      retentionPeriod: Duration.hours(retentionHours),
      encryption: StreamEncryption.MANAGED,
      removalPolicy: settings.removeDataWithStack ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    })
  }
}
