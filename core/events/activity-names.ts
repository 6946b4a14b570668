// The actions that most sites tell of: any other name is as welcome, these are what screens offer first.

export const ACTIVITY_NAMES = [
  'login',
  'logout',
  'video_posted',
  'video_watched',
  'livestream_started',
  'livestream_ended',
  'comment_posted',
  'user_followed',
  'message_sent',
] as const

export type ActivityName = (typeof ACTIVITY_NAMES)[number]
