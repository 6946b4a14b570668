// How a page signs a user in at our own routes, and goes on being that user.

export const userLoginSnippet = (origin: string, publishableKey: string): string =>
  `const auth = async (path, body, headers) =>
  (await fetch('${origin}/api/v1/users/auth/' + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })).json()

// or 'signup', or 'social-verified' with { provider: 'google', idToken }
let { user, token } = await auth('signin', { email, password }, { 'x-api-key': '${publishableKey}' })
UserTracker.identify(user.id)
UserTracker.presence.start({
  // good for an hour, and renewed for 30 days
  token: async () => ({ token } = await auth('refresh', {}, { authorization: \`Bearer \${token}\` })).token,
  watch: ['the ids of users whom this page shows'],
  onUpdate: ({ userId, status, lastSeen }) => showDot(userId, status, lastSeen),
})`
