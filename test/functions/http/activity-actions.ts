// The nine actions of the document that activities were first written down in, each with its target and metadata.
export const ACTIONS = [
  { action: 'login', metadata: { method: 'email', device: 'ios' } },
  { action: 'logout', metadata: { duration_seconds: 3_600 } },
  {
    action: 'video_posted',
    targetType: 'video',
    targetId: 'abc123',
    metadata: { videoId: 'abc123', duration: 30 },
  },
  {
    action: 'video_watched',
    targetType: 'video',
    targetId: 'xyz789',
    metadata: { videoId: 'xyz789', watchDuration: 28 },
  },
  {
    action: 'livestream_started',
    targetType: 'livestream',
    targetId: 'uuid',
    metadata: { streamId: 'uuid', type: 'SOCIAL' },
  },
  {
    action: 'livestream_ended',
    targetType: 'livestream',
    targetId: 'uuid',
    metadata: { duration: 1_800, peakViewers: 150 },
  },
  {
    action: 'comment_posted',
    targetType: 'video',
    targetId: 'abc',
    metadata: { videoId: 'abc', commentId: 'def' },
  },
  { action: 'user_followed', targetType: 'user', targetId: '456', metadata: { targetUserId: 456 } },
  {
    action: 'message_sent',
    targetType: 'conversation',
    targetId: 'uuid',
    metadata: { conversationId: 'uuid' },
  },
]
