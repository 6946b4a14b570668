// A Cognito service in a process of its own, so that a test can kill it: prints its address, then waits for the end.
import { startCognito } from '../../../local/services/cognito/server.ts'

const [directory = '', region = ''] = process.argv.slice(2)
const { url } = await startCognito({ directory, region })
console.log(url)
