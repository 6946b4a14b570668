// What each well-known action is called, and its picture; any other is called as the site calls it.
import {
  IconBroadcast,
  IconBroadcastOff,
  IconLogin,
  IconLogout,
  IconMessage,
  IconMessageCircle,
  IconPlayerPlay,
  IconPointFilled,
  IconUserPlus,
  IconVideoPlus,
  type TablerIcon,
} from '@tabler/icons-react'

type Words = { verb: string; icon: TablerIcon }

const KNOWN: Record<string, Words> = {
  login: { verb: 'logged in', icon: IconLogin },
  logout: { verb: 'logged out', icon: IconLogout },
  video_posted: { verb: 'posted a video', icon: IconVideoPlus },
  video_watched: { verb: 'watched a video', icon: IconPlayerPlay },
  livestream_started: { verb: 'started a livestream', icon: IconBroadcast },
  livestream_ended: { verb: 'ended a livestream', icon: IconBroadcastOff },
  comment_posted: { verb: 'posted a comment', icon: IconMessageCircle },
  user_followed: { verb: 'followed somebody', icon: IconUserPlus },
  message_sent: { verb: 'sent a message', icon: IconMessage },
}

export const WELL_KNOWN_ACTIONS = Object.keys(KNOWN)

export const actionWords = (action: string): Words =>
  KNOWN[action] ?? { verb: action.replaceAll('_', ' '), icon: IconPointFilled }
