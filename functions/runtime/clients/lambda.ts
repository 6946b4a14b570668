// Lambda, by which one function begins another.
import { LambdaClient } from '@aws-sdk/client-lambda'
import { CLIENT_TIMEOUTS } from './timeouts.ts'

export const lambda = new LambdaClient({ requestHandler: CLIENT_TIMEOUTS })
