// How the presence of somebody reads: "Active now", "Active 5m ago", "2 hours ago".

const MINUTE = 60_000

const UNITS = [
  [7 * 24 * 60, 'w', 'week'],
  [24 * 60, 'd', 'day'],
  [60, 'h', 'hour'],
  [1, 'm', 'minute'],
]

const ageOf = (iso) => {
  const minutes = Math.floor((Date.now() - Date.parse(iso)) / MINUTE)
  const [size, short, long] = UNITS.find(([most]) => minutes >= most) ?? []
  return size && { count: Math.floor(minutes / size), short, long }
}

export const presenceWords = ({ status, lastSeen }) => {
  if (status === 'online') return 'Active now'
  if (status === 'away') return 'Away'
  if (!lastSeen) return 'Offline'
  const age = ageOf(lastSeen)
  return age ? `Active ${age.count}${age.short} ago` : 'Active just now'
}

export const ago = (iso) => {
  const age = iso && ageOf(iso)
  return age ? `${age.count} ${age.long}${age.count === 1 ? '' : 's'} ago` : 'just now'
}
