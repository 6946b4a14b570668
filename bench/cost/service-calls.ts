// Which call of which service an HTTP request is, told from its outside, and how long AWS takes for such a one.
import type { ClientRequest } from 'node:http'

/** `s3 PutObject sessions`, `dynamodb GetItem`. */
export const callOf = (request: ClientRequest): string => {
  const target = request.getHeader('x-amz-target')
  if (typeof target === 'string') {
    const [api = '', operation = ''] = target.split('.')
    return `${api.toLowerCase().replace(/_.*/, '')} ${operation}`
  }
  const [path = '', query = ''] = request.path.split('?')
  // Below the bucket, the first folder says what kind of object it is.
  const [, , folder = ''] = path.split('/')
  if (path.startsWith('/%40connections') || path.includes('@connections')) return 'socket Post'
  if (path.startsWith('/2015-03-31/functions/')) return 'lambda Invoke'
  if (query.includes('list-type=2')) {
    const prefix = decodeURIComponent(/(?:^|&)prefix=([^&]*)/.exec(query)?.[1] ?? '')
    return `s3 List ${prefix.split('/')[0]}`
  }
  const operations: Record<string, string> = {
    PUT: 'Put',
    GET: 'Get',
    HEAD: 'Get',
    DELETE: 'Delete',
    POST: 'Delete',
  }
  return `s3 ${operations[request.method] ?? request.method} ${folder}`
}

/**
 * Milliseconds of one call within a region, as they are commonly seen at the median. They are assumed: waiting is part
 * of what a function is paid for, and the stand-ins of this machine answer at once.
 */
const LATENCIES: Record<string, number> = {
  dynamodb: 5,
  kinesis: 12,
  lambda: 20,
  secretsmanager: 20,
  socket: 10,
  's3 Put': 30,
  's3 Get': 20,
  's3 List': 30,
  's3 Delete': 25,
}

export const latencyOf = (call: string): number => {
  const [service = '', operation = ''] = call.split(' ')
  return LATENCIES[`${service} ${operation}`] ?? LATENCIES[service] ?? 20
}
