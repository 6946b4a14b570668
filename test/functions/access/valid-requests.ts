// A request of each operation that is in order, so that only who sends it decides: what it uses up is made anew.
import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { ConversationAnswer } from '../../../core/conversations/conversation.ts'
import type { Erasure } from '../../../core/erasure/erasure.ts'
import type { Highlight } from '../../../core/highlights/highlight.ts'
import type { ProjectKey } from '../../../core/keys/project-key.ts'
import type { Tokens } from '../../../core/members/login.ts'
import type { Note } from '../../../core/notes/note.ts'
import { recordIdOf } from '../../../core/quarantine/record-id.ts'
import type { CreatedShare, SharedReplay } from '../../../core/shares/share.ts'
import type { SavedView } from '../../../core/views/saved-view.ts'
import { nameOfUpload, sessionOfImport } from '../../../functions/runtime/imports/import-name.ts'
import { recordingUploads } from '../../../functions/stores/recording-uploads.ts'
import { makeBatch, makeStamped, NOON, uuid } from '../../unit/core/make-batch.ts'
import { opening } from '../../unit/core/replay/recordings.ts'
import { freshVisitor } from '../fresh-visitor.ts'
import type { Call } from '../invocations.ts'
import { keepUnreadable } from '../keep-quarantined.ts'
import { keepSegment } from '../keep-segment.ts'
import { makeScreenshot } from '../make-screenshot.ts'
import { MEMBER } from '../user-pool.ts'
import type { WholeApi } from '../whole-api.ts'
import type { Caller } from './access-table.ts'
import type { World } from './world.ts'

type Request = (api: WholeApi, world: World, caller: Caller) => Call | Promise<Call>

const PASSWORD = 'another-Horse-8-staple'

const nothing: Request = () => ({})
const inOrganisation: Request = (_, { organisationId }) => ({ params: { organisationId } })
const inProject: Request = (_, { projectId }) => ({ params: { projectId } })
const ofProject: Request = (_, { projectId }) => ({ query: { projectId } })
const ofSession: Request = async (_, { projectId, sessionId, recordSession }) => {
  await recordSession()
  return { params: { sessionId }, query: { projectId } }
}

const ofOwnSession: Request = async (_, { sessionId, recordSession }) => {
  await recordSession()
  return { params: { sessionId }, headers: { 'x-session-id': sessionId } }
}

const ofQuarantined: Request = async (_, { projectId }) => {
  const sessionId = uuid(4_714)
  const data = makeStamped({ projectId, sessionId, receivedAt: Date.now() })
  const key = await keepUnreadable({ partitionKey: `${projectId}#${sessionId}`, data })
  return { query: { projectId }, params: { recordId: recordIdOf(key) } }
}

const freshEmail = ({ fresh }: World) => `${fresh('somebody')}@shop.example`

const registered = async (api: WholeApi, world: World): Promise<string> => {
  const email = freshEmail(world)
  await api.ask('register', { body: { email, password: PASSWORD } })
  return email
}

const codeFor = ({ pool }: WholeApi, email: string): string =>
  pool.service.messages().findLast(({ to }) => to === email)?.code ?? ''

const confirmed = async (api: WholeApi, world: World): Promise<string> => {
  const email = await registered(api, world)
  await api.ask('confirmRegistration', { body: { email, code: codeFor(api, email) } })
  return email
}

const tokens = async (api: WholeApi): Promise<Tokens> =>
  (await api.ask('logIn', { body: MEMBER })).body as Tokens

const ofFreshKey: Request = async (api, { owner, projectId, fresh }) => {
  const query = { projectId }
  const { body } = await api.ask('createKey', { memberId: owner, query, body: { name: fresh('Key') } })
  return { query, params: { keyId: (body as { key: ProjectKey }).key.keyId } }
}

const ofFreshView: Request = async (api, { owner, projectId, fresh }) => {
  const query = { projectId }
  const body = { name: fresh('View'), filters: {}, shared: true }
  const made = await api.ask('createView', { memberId: owner, query, body })
  return { query, params: { viewId: (made.body as { view: SavedView }).view.viewId } }
}

const ofFreshNote: Request = async (api, world, caller) => {
  const request = await ofSession(api, world, caller)
  const body = { at: NOON, text: 'Look here' }
  const made = await api.ask('createNote', { ...request, memberId: world.owner, body })
  const { noteId } = (made.body as { note: Note }).note
  return { ...request, params: { sessionId: world.sessionId, noteId } }
}

const A_SPAN = { from: NOON, to: NOON + 5_000, title: 'The coupon' }

const ofFreshHighlight: Request = async (api, world, caller) => {
  const request = await ofSession(api, world, caller)
  const made = await api.ask('createHighlight', { ...request, memberId: world.owner, body: A_SPAN })
  const { highlightId } = (made.body as { highlight: Highlight }).highlight
  return { ...request, params: { sessionId: world.sessionId, highlightId } }
}

/** Of a session with a recording. */
const freshShare = async (...[api, world]: Parameters<Request>): Promise<CreatedShare> => {
  const { owner: memberId, projectId, sessionId } = world
  const events = JSON.parse(JSON.stringify(opening(Date.now())))
  await world.recordSession({ format: 'rrweb-2', events })
  const asked = { memberId, query: { projectId }, params: { sessionId }, body: { expiresIn: 3_600 } }
  return (await api.ask('createShare', asked)).body as CreatedShare
}

/** A link is used up by nobody, and a session has only so many. */
const sharesOf = new WeakMap<World, Promise<CreatedShare>>()

const ofShare: Request = async (api, world, caller) => {
  const made = sharesOf.get(world) ?? freshShare(api, world, caller)
  sharesOf.set(world, made)
  return { params: { token: (await made).token } }
}

const ofFreshMember: Request = async (_, { organisationId, join, fresh }) => ({
  params: { organisationId, memberId: await join(fresh('joined'), 'viewer') },
})

/** A user of the site whom everybody may know. */
const ofSiteUser: Request = async (api, { projectId, secretKey, siteUserId }) => {
  const headers = { 'x-api-key': secretKey }
  await api.ask('putUser', { headers, params: { userId: siteUserId }, body: { displayName: 'Ada' } })
  return { params: { username: siteUserId }, query: { projectId, by: 'id' } }
}

const ofConversation: Request = async (api, { projectId, secretKey, siteUserId, fresh }) => {
  const body = { participants: [siteUserId, fresh('friend')] }
  const made = await api.ask('createConversation', { headers: { 'x-api-key': secretKey }, body })
  const { conversationId } = (made.body as ConversationAnswer).data
  return { params: { conversationId }, query: { projectId } }
}

const account = (world: World) => ({ email: freshEmail(world), password: PASSWORD })

const withBody =
  (request: Request, body: object): Request =>
  async (...of) => ({ ...(await request(...of)), body })

/** The same in the shapes of the aliases that have their own. */
export const VALID_SHAPES: Record<string, Request> = {
  'POST /api/events/track': () => ({ body: { eventType: 'page_view' } }),
  'POST /api/events/track/batch': () => ({ body: { events: [{ eventType: 'click' }] } }),
  'POST /api/events': () => ({
    headers: { 'x-session-id': uuid(4_711) },
    body: { eventType: 'QUIZ_STARTED', payload: { quizType: 'personality' } },
  }),
  'POST /api/sessions': () => ({
    headers: { 'x-session-id': uuid(4_712) },
    body: { metadata: { referrer: 'https://google.com' } },
  }),
  'GET /api/sessions/{sessionId}/user': ofOwnSession,
  'GET /api/sessions/{sessionId}/events': ofOwnSession,
}

export const VALID: Record<string, Request> = {
  sendEvents: () => ({ body: { events: [{ name: 'order_placed', userId: 'ada' }] } }),
  track: () => ({ body: makeBatch({ sentAt: Date.now() }) }),
  touchSession: () => ({ body: { sessionId: uuid(4_713), metadata: { referrer: 'https://google.com' } } }),
  showSessionUser: ofOwnSession,
  listLatestEvents: ofOwnSession,
  trackScreenshot: () => ({ body: makeScreenshot() }),
  listSessions: ofProject,
  askQuestion: (_, { projectId }) => ({
    params: { question: 'overview' },
    query: { projectId },
    body: { period: '7d' },
  }),
  showRealtime: ofProject,
  summarizeEvents: ofProject,
  showEventTimeline: ofProject,
  showUserAnalytics: (_, { projectId }) => ({ params: { userId: 'ada' }, query: { projectId } }),
  showAppOverview: inProject,
  listUserActivity: ofProject,
  showUserSessions: ofProject,
  getSession: ofSession,
  listSessionEvents: ofSession,
  listViews: ofProject,
  createView: withBody(ofProject, { name: 'Mine', filters: { hasErrors: true } }),
  updateView: withBody(ofFreshView, { name: 'Ours' }),
  deleteView: ofFreshView,
  listScreenshots: ofSession,
  getScreenshot: async (api, world, caller) => {
    const request = await ofSession(api, world, caller)
    const { sessionId, publishableKey } = world
    const body = makeScreenshot({ sessionId })
    await api.ask('trackScreenshot', { query: { k: publishableKey }, body })
    return { ...request, params: { sessionId, screenshotId: body.screenshotId } }
  },
  listReplayAssets: ofSession,
  readAssets: (_, { projectId }) => ({ query: { projectId, hashes: 'b'.repeat(64) } }),
  getAsset: async (_, { projectId }) => {
    const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
    const { assets } = await import('../../../functions/stores/assets.ts')
    const hash = 'a'.repeat(64)
    await assets(s3, 'test-sessions').keep(projectId, hash, 'image/gif', Buffer.from('GIF89a'))
    return { params: { hash }, query: { projectId } }
  },
  getReplay: ofSession,
  getReplaySegment: async (api, world, caller) => {
    const request = await ofSession(api, world, caller)
    const { projectId, sessionId } = world
    return { ...request, params: { sessionId, name: await keepSegment({ projectId, sessionId }) } }
  },
  listReplaySideEvents: ofSession,
  importRecording: withBody(ofProject, { events: opening(NOON) }),
  beginRecordingUpload: withBody(ofProject, { bytes: 2_000_000 }),
  getRecordingUpload: async (_, { projectId }) => {
    const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
    const uploadId = uuid(70_123)
    const sessionId = sessionOfImport(nameOfUpload(projectId, uploadId))
    const begun = { uploadId, sessionId, status: 'importing', share: 0, changedAt: Date.now() } as const
    const uploads = recordingUploads(s3, process.env['SESSION_BUCKET'] ?? '')
    await uploads.setState({ projectId, sessionId }, { ...begun, imported: null, problem: null })
    return { params: { uploadId }, query: { projectId } }
  },
  listWatchers: ofSession,
  listTags: ofProject,
  listNotes: ofSession,
  createNote: async (...of) => ({ ...(await ofSession(...of)), body: { at: NOON, text: 'Look here' } }),
  updateNote: withBody(ofFreshNote, { text: 'Look there' }),
  deleteNote: ofFreshNote,
  listMentions: ofProject,
  readMentions: withBody(ofProject, { readTo: 1 }),
  listProjectHighlights: ofProject,
  listHighlights: ofSession,
  createHighlight: withBody(ofSession, A_SPAN),
  updateHighlight: withBody(ofFreshHighlight, { title: 'The coupon again' }),
  deleteHighlight: ofFreshHighlight,
  pinSession: ofSession,
  unpinSession: ofSession,
  listShares: ofSession,
  createShare: withBody(ofSession, { expiresIn: 3_600 }),
  revokeShare: async (...of) => {
    const { share } = await freshShare(...of)
    const { projectId, sessionId } = of[1]
    return { query: { projectId }, params: { sessionId, shareId: share.shareId } }
  },
  getSharedReplay: ofShare,
  getSharedSegment: async (...of) => {
    const { params } = await ofShare(...of)
    const { body } = await of[0].ask('getSharedReplay', { params: params ?? {} })
    const [segment] = (body as SharedReplay).replay.segments
    return { params: { ...params, name: segment?.name ?? '' } }
  },
  listSharedSideEvents: ofShare,
  issueSocketTicket: (_, { projectId }, caller) => ({
    query: { projectId },
    ...(caller === 'publishableKey' && { body: { visitorId: freshVisitor().visitorId } }),
  }),
  issueUserToken: () => ({ body: { userId: 'user-7', username: 'Ada' } }),

  putUser: (_, { projectId, siteUserId }) => ({
    params: { userId: siteUserId },
    query: { projectId },
    body: { hidden: false },
  }),
  getUserRecord: ofSiteUser,
  getUser: ofSiteUser,
  getUserPresence: ofSiteUser,
  readPresences: (_, { projectId, siteUserId }) => ({
    query: { projectId },
    body: { userIds: [siteUserId, 'nobody'] },
  }),
  listOnline: ofProject,
  countOnline: ofProject,
  listConversations: (_, { projectId, siteUserId }) => ({ query: { projectId, userId: siteUserId } }),
  createConversation: (_, { projectId, siteUserId, fresh }) => ({
    query: { projectId },
    body: { participants: [siteUserId, fresh('friend')] },
  }),
  getConversation: ofConversation,
  sendMessage: async (...of) => ({
    ...(await ofConversation(...of)),
    body: { text: 'Hello', senderId: of[1].siteUserId },
  }),
  logActivity: (_, { projectId, siteUserId }) => ({
    query: { projectId },
    body: { userId: siteUserId, action: 'video_posted', targetType: 'video', targetId: 'abc123' },
  }),
  noteLogin: (_, { projectId }) => ({ query: { projectId }, body: { userId: 'user-8', method: 'email' } }),
  signUp: (_, world) => ({ body: account(world) }),
  signIn: async (api, world) => {
    const body = account(world)
    await api.ask('signUp', { headers: { 'x-api-key': world.secretKey }, body })
    return { body }
  },
  renewUserToken: () => ({}),
  socialVerified: async (api, { fresh }) => ({
    body: { provider: 'google', idToken: await api.social.idToken('google', { sub: fresh('subject') }) },
  }),

  register: (_, world) => ({ body: { email: freshEmail(world), password: PASSWORD } }),
  confirmRegistration: async (api, world) => {
    const email = await registered(api, world)
    return { body: { email, code: codeFor(api, email) } }
  },
  resendConfirmation: async (api, world) => ({ body: { email: await registered(api, world) } }),
  logIn: () => ({ body: MEMBER }),
  chooseNewPassword: async (api, world) => {
    const [email, password] = [freshEmail(world), 'A-passing-0ne.']
    const { client, userPoolId: UserPoolId } = api.pool
    await client.send(
      new AdminCreateUserCommand({ UserPoolId, Username: email, TemporaryPassword: password }),
    )
    const { session } = (await api.ask('logIn', { body: { email, password } })).body as { session: string }
    return { body: { email, session, password: PASSWORD } }
  },
  refreshLogin: async (api) => ({ body: { refreshToken: (await tokens(api)).refreshToken } }),
  logOut: async (api) => ({ body: { refreshToken: (await tokens(api)).refreshToken } }),
  forgotPassword: async (api, world) => ({ body: { email: await confirmed(api, world) } }),
  resetPassword: async (api, world) => {
    const email = await confirmed(api, world)
    await api.ask('forgotPassword', { body: { email } })
    return { body: { email, code: codeFor(api, email), password: 'a-third-Horse-9-there' } }
  },
  beginGoogleLogin: () => ({ query: { next: '/sessions' } }),
  finishGoogleLogin: () => ({ query: { code: 'a-code', state: 'a-state' } }),
  takeGoogleTokens: async (api) => ({
    cookies: [await api.finishedGoogleLogin((await tokens(api)).refreshToken)],
  }),
  showMe: nothing,

  listOrganisations: nothing,
  createOrganisation: () => ({ body: { name: 'Another' } }),
  getOrganisation: inOrganisation,
  updateOrganisation: withBody(inOrganisation, { name: 'Renamed' }),
  listMembers: inOrganisation,
  changeRole: withBody(ofFreshMember, { role: 'analyst' }),
  removeMember: ofFreshMember,
  listInvitations: inOrganisation,
  inviteMember: (_, world) => ({
    params: { organisationId: world.organisationId },
    body: { email: freshEmail(world), role: 'viewer' },
  }),
  revokeInvitation: async (_, world) => {
    const { invitation } = await world.invite(freshEmail(world))
    const { organisationId } = world
    return { params: { organisationId, invitationId: invitation.invitationId } }
  },
  previewInvitation: async (_, world) => ({ body: { token: (await world.invite(freshEmail(world))).token } }),
  acceptInvitation: async (_, world, caller) => {
    // To an organisation that none of the callers belongs to yet.
    const host = world.fresh('host')
    const { organisationId } = await world.create(host, 'Third')
    const { memberId = world.fresh('guest') } = world.asCaller[caller]
    const { token } = await world.inviteTo(host, organisationId, world.emailOf(memberId), 'viewer')
    return { body: { token } }
  },
  listAuditLog: inOrganisation,

  listProjects: nothing,
  createProject: (_, { organisationId, fresh }) => ({
    body: { organisationId, name: fresh('Project'), origins: [] },
  }),
  getProject: inProject,
  updateProject: withBody(inProject, { timeZone: 'Europe/Oslo' }),
  deleteProject: async (api, { owner, organisationId, fresh }) => {
    const body = { organisationId, name: fresh('Project'), origins: [] }
    const created = await api.ask('createProject', { memberId: owner, body })
    const { project } = created.body as { project: { projectId: string } }
    return { params: { projectId: project.projectId } }
  },
  showUsage: inProject,

  listKeys: ofProject,
  createKey: withBody(ofProject, { name: 'Server' }),
  getKey: ofFreshKey,
  regenerateKey: withBody(ofFreshKey, { graceHours: 1 }),
  revokeKey: ofFreshKey,

  erasePerson: async (_, { projectId, fresh }) => ({
    params: { personId: fresh('customer') },
    query: { projectId },
  }),
  listErasures: ofProject,
  getErasure: async (api, { owner, projectId, fresh }) => {
    const query = { projectId }
    const { body } = await api.ask('erasePerson', {
      memberId: owner,
      query,
      params: { personId: fresh('customer') },
    })
    return { query, params: { erasureId: (body as { erasure: Erasure }).erasure.erasureId } }
  },
  listQuarantine: ofProject,
  getQuarantined: ofQuarantined,
  redriveQuarantined: ofQuarantined,
  forgetVisitor: () => ({ body: freshVisitor() }),

  health: nothing,
  openApiDocument: nothing,
  apiDocs: nothing,
}

export const validRequest = async (id: string, ...of: Parameters<Request>): Promise<Call> => {
  const request = VALID[id]
  if (!request) throw new Error(`There is no request of ${id}.`)
  return request(...of)
}
