// Kinesis over HTTP/1.1: the SDK's default opens an HTTP/2 session per call (aws-sdk-js-v3 issue 8279).
import { KinesisClient } from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { CLIENT_TIMEOUTS } from './timeouts.ts'

export const kinesis = new KinesisClient({ requestHandler: new NodeHttpHandler(CLIENT_TIMEOUTS) })
