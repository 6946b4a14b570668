// POST /api/v1/activity: puts what users did on the stream; 202 only when the stream has it.
import { type Activity, type ActivityAnswer, clientOf, toldOf } from '../../../core/activity/activity.ts'
import { readActivities } from '../../../core/activity/read-activities.ts'
import { logActivity as operation } from '../../../core/api/activity-operations.ts'
import { AppError } from '../../../core/errors.ts'
import type { RejectedEvent } from '../../../core/ingest/envelope.ts'
import type { ClientFacts } from '../../../core/ingest/stamped-batch.ts'
import type { Project } from '../../../core/projects/project.ts'
import { accepted, type HttpAnswer } from '../../runtime/http/answer.ts'
import { clientFacts } from '../../runtime/http/client-facts.ts'
import type { PutLoose } from '../../runtime/http/put-loose.ts'
import { type RequestOf, type Route, route } from '../../runtime/http/route.ts'
import type { UsageMeter } from '../../stores/usage.ts'

type Deps = {
  put: PutLoose
  projects: { find(projectId: string): Promise<Project | undefined> }
  usage: Pick<UsageMeter, 'count'>
}

type Request = RequestOf<typeof operation>

export const logActivity =
  ({ put, projects, usage }: Deps) =>
  async ({ caller, body, headers, sourceIp }: Request): Promise<HttpAnswer> => {
    const project = await projects.find(caller.projectId)
    if (!project) throw new AppError('project-not-found', 404, 'There is no such project.')
    const own = 'userId' in caller ? caller.userId : undefined
    const { read, rejected } = readActivities(body, own)
    // What is one activity alone is refused whole.
    if (body.activities === undefined && rejected[0]) throw refusal(rejected[0])
    if (project.ingest && read.length > 0) {
      const request = { headers, sourceIp }
      const groups = read.map(({ activity, event }) => ({
        client: clientOfCaller(own !== undefined, request, project, activity),
        events: [event],
      }))
      await put({ project, request, sentAt: undefined, groups: byClient(groups) })
    }
    if ('keyId' in caller) {
      const counts = { events: read.length, rejected: rejected.length }
      await usage.count(project.projectId, caller.keyId, counts)
    }
    const accept = project.ingest ? read.length : 0
    return accepted({ success: true, accepted: accept, rejected } satisfies ActivityAnswer)
  }

const refusal = ({ reason }: RejectedEvent): AppError => {
  const [field = '', ...message] = reason.split(': ')
  return new AppError('invalid-request', 400, 'The body is not what this route takes.', {
    fields: [{ field, message: message.join(': ') }],
  })
}

/** A user's own request tells its client; of a server's users only the server can. */
const clientOfCaller = (
  isUser: boolean,
  { headers, sourceIp }: Pick<Request, 'headers' | 'sourceIp'>,
  { fullAddresses }: Project,
  activity: Activity,
): ClientFacts => {
  if (isUser) return clientFacts(headers, sourceIp, fullAddresses)
  const told = toldOf(activity)
  const facts = clientFacts({ 'user-agent': told.userAgent ?? '' }, told.ip ?? '', fullAddresses)
  return clientOf(facts, told)
}

type Group = Parameters<PutLoose>[0]['groups'][number]

const byClient = (groups: Group[]): Group[] =>
  [...Map.groupBy(groups, ({ client }) => JSON.stringify(client)).values()].flatMap((same) =>
    same[0] ? { client: same[0].client, events: same.flatMap(({ events }) => events) } : [],
  )

export const logActivityRoute = (deps: Deps): Route => route(operation, logActivity(deps))
