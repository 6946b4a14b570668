// Who may call what: for each operation the status that each caller gets for a request that is itself in order.

/** The first four belong to the organisation that is asked for; the others do not. */
export const CALLERS = [
  'owner',
  'admin',
  'analyst',
  'viewer',
  /** Owns another organisation. */
  'stranger',
  /** Is logged in, and a member of nothing. */
  'loner',
  /** Sends neither token nor key. */
  'nobody',
  /** The project's `sk_`. */
  'secretKey',
  /** Another project's `sk_`. */
  'foreignKey',
  /** The project's `pk_`. */
  'publishableKey',
  /** A user of the site, with a token that the project's server had made. */
  'siteUser',
] as const

export type Caller = (typeof CALLERS)[number]

const alike = (status: number): number[] => CALLERS.map(() => status)

export const ACCESS: Record<string, number[]> = {
  // owner, admin, analyst, viewer, stranger, loner, nobody, secret key, foreign key, publishable key, and the site's user:
  // a row of ten answers a user like nobody.
  sendEvents: [401, 401, 401, 401, 401, 401, 401, 202, 202, 202],
  track: [401, 401, 401, 401, 401, 401, 401, 202, 202, 202],
  trackScreenshot: [401, 401, 401, 401, 401, 401, 401, 202, 202, 202],

  touchSession: [401, 401, 401, 401, 401, 401, 401, 200, 200, 200],
  // With the session's own id in X-Session-ID, as the request has it.
  showSessionUser: [401, 401, 401, 401, 401, 401, 401, 200, 404, 200],
  listLatestEvents: [401, 401, 401, 401, 401, 401, 401, 200, 404, 200],

  listSessions: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  getSession: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  listSessionEvents: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  askQuestion: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  showRealtime: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  summarizeEvents: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  showEventTimeline: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  showUserAnalytics: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  showAppOverview: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  listUserActivity: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  showUserSessions: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  listViews: [200, 200, 200, 200, 404, 404, 401, 401, 401, 401],
  createView: [201, 201, 201, 201, 404, 404, 401, 401, 401, 401],
  // A shared one: their own, viewers may change.
  updateView: [200, 200, 200, 403, 404, 404, 401, 401, 401, 401],
  deleteView: [204, 204, 204, 403, 404, 404, 401, 401, 401, 401],
  listScreenshots: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  getScreenshot: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  listReplayAssets: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  readAssets: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  getAsset: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  getReplay: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  getReplaySegment: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  listReplaySideEvents: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  importRecording: [202, 202, 202, 403, 404, 404, 401, 202, 404, 403],
  beginRecordingUpload: [201, 201, 201, 403, 404, 404, 401, 201, 404, 403],
  getRecordingUpload: [200, 200, 200, 403, 404, 404, 401, 200, 404, 403],
  listWatchers: [200, 200, 403, 403, 404, 404, 401, 401, 401, 401],
  listTags: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  listNotes: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  createNote: [201, 201, 201, 403, 404, 404, 401, 401, 401, 401],
  // The owner's: others delete it as admins.
  updateNote: [200, 403, 403, 403, 404, 404, 401, 401, 401, 401],
  deleteNote: [204, 204, 403, 403, 404, 404, 401, 401, 401, 401],
  listMentions: [200, 200, 200, 200, 404, 404, 401, 401, 401, 401],
  readMentions: [204, 204, 204, 204, 404, 404, 401, 401, 401, 401],
  listProjectHighlights: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  listHighlights: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  createHighlight: [201, 201, 201, 403, 404, 404, 401, 401, 401, 401],
  // The owner's: others delete it as admins.
  updateHighlight: [200, 403, 403, 403, 404, 404, 401, 401, 401, 401],
  deleteHighlight: [204, 204, 403, 403, 404, 404, 401, 401, 401, 401],
  pinSession: [200, 200, 200, 403, 404, 404, 401, 401, 401, 401],
  unpinSession: [204, 204, 204, 403, 404, 404, 401, 401, 401, 401],
  listShares: [200, 200, 200, 403, 404, 404, 401, 401, 401, 401],
  createShare: [201, 201, 201, 403, 404, 404, 401, 401, 401, 401],
  revokeShare: [204, 204, 204, 403, 404, 404, 401, 401, 401, 401],
  // Whoever has the token.
  getSharedReplay: alike(200),
  getSharedSegment: alike(200),
  listSharedSideEvents: alike(200),
  issueSocketTicket: [201, 201, 201, 201, 404, 404, 401, 401, 401, 201, 201],
  issueUserToken: [401, 401, 401, 401, 401, 401, 401, 201, 201, 403],

  // A user puts only what it hides of itself.
  putUser: [401, 401, 401, 401, 401, 401, 401, 200, 404, 403, 200],
  getUserRecord: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  getUser: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403, 200],
  getUserPresence: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403, 200],
  readPresences: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403, 200],
  listOnline: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403],
  countOnline: [200, 200, 200, 200, 404, 404, 401, 200, 404, 403, 200],
  // Of what users write to each other members read nothing.
  listConversations: [401, 401, 401, 401, 401, 401, 401, 200, 404, 403, 200],
  createConversation: [401, 401, 401, 401, 401, 401, 401, 201, 404, 403, 201],
  getConversation: [401, 401, 401, 401, 401, 401, 401, 200, 404, 403, 200],
  sendMessage: [401, 401, 401, 401, 401, 401, 401, 201, 404, 403, 201],
  logActivity: [401, 401, 401, 401, 401, 401, 401, 202, 404, 403, 202],
  noteLogin: [401, 401, 401, 401, 401, 401, 401, 201, 404, 403],
  signUp: [401, 401, 401, 401, 401, 401, 401, 201, 201, 201],
  signIn: [401, 401, 401, 401, 401, 401, 401, 200, 401, 200],
  socialVerified: [401, 401, 401, 401, 401, 401, 401, 200, 200, 200],
  // The user of the table has a token that its site's server had made.
  renewUserToken: [401, 401, 401, 401, 401, 401, 401, 401, 401, 401, 403],

  register: alike(201),
  confirmRegistration: alike(200),
  resendConfirmation: alike(202),
  logIn: alike(200),
  chooseNewPassword: alike(200),
  refreshLogin: alike(200),
  logOut: alike(204),
  forgotPassword: alike(202),
  resetPassword: alike(204),
  beginGoogleLogin: alike(302),
  finishGoogleLogin: alike(302),
  takeGoogleTokens: alike(200),
  showMe: [200, 200, 200, 200, 200, 200, 401, 401, 401, 401],

  listOrganisations: [200, 200, 200, 200, 200, 200, 401, 401, 401, 401],
  createOrganisation: [201, 201, 201, 201, 201, 201, 401, 401, 401, 401],
  getOrganisation: [200, 200, 200, 200, 404, 404, 401, 401, 401, 401],
  updateOrganisation: [200, 200, 403, 403, 404, 404, 401, 401, 401, 401],
  listMembers: [200, 200, 200, 200, 404, 404, 401, 401, 401, 401],
  changeRole: [200, 200, 403, 403, 404, 404, 401, 401, 401, 401],
  removeMember: [204, 204, 403, 403, 404, 404, 401, 401, 401, 401],
  listInvitations: [200, 200, 403, 403, 404, 404, 401, 401, 401, 401],
  inviteMember: [201, 201, 403, 403, 404, 404, 401, 401, 401, 401],
  revokeInvitation: [204, 204, 403, 403, 404, 404, 401, 401, 401, 401],
  previewInvitation: alike(200),
  acceptInvitation: [200, 200, 200, 200, 200, 200, 401, 401, 401, 401],
  listAuditLog: [200, 200, 403, 403, 404, 404, 401, 401, 401, 401],

  listProjects: [200, 200, 200, 200, 200, 200, 401, 401, 401, 401],
  createProject: [201, 201, 403, 403, 404, 404, 401, 401, 401, 401],
  getProject: [200, 200, 200, 200, 404, 404, 401, 401, 401, 401],
  updateProject: [200, 200, 403, 403, 404, 404, 401, 401, 401, 401],
  deleteProject: [204, 403, 403, 403, 404, 404, 401, 401, 401, 401],
  showUsage: [200, 200, 200, 200, 404, 404, 401, 401, 401, 401],

  listKeys: [200, 200, 200, 403, 404, 404, 401, 401, 401, 401],
  createKey: [201, 201, 403, 403, 404, 404, 401, 401, 401, 401],
  getKey: [200, 200, 200, 403, 404, 404, 401, 401, 401, 401],
  regenerateKey: [201, 201, 403, 403, 404, 404, 401, 401, 401, 401],
  revokeKey: [204, 204, 403, 403, 404, 404, 401, 401, 401, 401],

  erasePerson: [202, 202, 403, 403, 404, 404, 401, 202, 404, 403],
  listErasures: [200, 200, 403, 403, 404, 404, 401, 200, 404, 403],
  getErasure: [200, 200, 403, 403, 404, 404, 401, 200, 404, 403],
  forgetVisitor: [401, 401, 401, 401, 401, 401, 401, 202, 202, 202],

  listQuarantine: [200, 200, 403, 403, 404, 404, 401, 401, 401, 401],
  getQuarantined: [200, 200, 403, 403, 404, 404, 401, 401, 401, 401],
  redriveQuarantined: [202, 202, 403, 403, 404, 404, 401, 401, 401, 401],

  health: alike(200),
  openApiDocument: alike(200),
  apiDocs: alike(200),
}

export const expectedOf = (operationId: string, caller: Caller): number | undefined => {
  const row = ACCESS[operationId]
  return row?.[CALLERS.indexOf(caller)] ?? row?.[CALLERS.indexOf('nobody')]
}
