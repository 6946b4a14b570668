// What a site pastes into its server and its pages so that it is told who of its users is there.

export const serverSnippet = (
  origin: string,
): string => `import { createPlayheadServer } from '@playhead/tracker/server'

const playhead = createPlayheadServer({ url: '${origin}', secretKey: process.env.PLAYHEAD_SECRET_KEY })

app.post('/presence-token', async (request, response) => {
  const { id, name } = request.user
  response.json(await playhead.mintUserToken({ userId: id, username: name }))
})`

export const pageSnippet = `UserTracker.presence.start({
  token: async () => (await (await fetch('/presence-token', { method: 'POST' })).json()).token,
  watch: ['the ids of users whom this page shows'],
  onUpdate: ({ userId, status, lastSeen }) => showDot(userId, status, lastSeen),
})`
