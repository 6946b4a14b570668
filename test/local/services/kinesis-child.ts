// A process that serves Kinesis from the directory it is given, so that a test can kill it.
import { startKinesis } from '../../../local/services/kinesis/server.ts'

const [directory = ''] = process.argv.slice(2)
const { url } = await startKinesis({ directory, throughput: 'unlimited', segmentBytes: 4 * 1_048_576 })
process.stdout.write(`${url}\n`)
