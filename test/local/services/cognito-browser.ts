// A browser as far as logins need one: keeps cookies, follows no redirect by itself, sends forms.
export const browser = (origin: string) => {
  const cookies = new Map<string, string>()
  const go = async (address: string, init: RequestInit = {}) => {
    const response = await fetch(new URL(address, origin), {
      ...init,
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    return {
      status: response.status,
      headers: response.headers,
      /** Where it leads, relative addresses resolved. */
      location: location === null ? undefined : new URL(location, origin),
      text: await response.text(),
    }
  }
  return {
    go,
    submit: (page: string, fields: Record<string, string>) => {
      const flow = /name="flow" value="([^"]+)"/.exec(page)?.[1] ?? ''
      return go('/login', { method: 'POST', body: new URLSearchParams({ flow, ...fields }) })
    },
  }
}
