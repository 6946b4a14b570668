// A page's live connection: opened with the page, closed with it, awake when the page is.
import { useEffect, useEffectEvent, useState } from 'react'
import type { ClientFrame, ServerFrame } from '../../../core/socket/frames.ts'
import { api } from '../app/services.ts'
import { type LiveStatus, type SocketLike, startLiveSocket } from './live-socket.ts'

const socketUrl = () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`

const issueTicket = async (projectId: string): Promise<string> => {
  const { ticket } = await api.post<{ ticket: string }>('/api/v1/socket-tickets', { query: { projectId } })
  return ticket
}

export const useLive = (
  projectId: string,
  /** Null when there is nothing to follow. */
  watch: ClientFrame | ClientFrame[] | null,
  onFrame: (frame: ServerFrame) => void,
): LiveStatus => {
  const [status, setStatus] = useState<LiveStatus>('connecting')
  const receive = useEffectEvent(onFrame)
  const watched = watch && JSON.stringify(watch)

  useEffect(() => {
    if (watched === null) return setStatus('off')
    const live = startLiveSocket({
      issueTicket: () => issueTicket(projectId),
      open: (protocols) => new WebSocket(socketUrl(), protocols) as SocketLike,
      watch: [JSON.parse(watched) as ClientFrame | ClientFrame[]].flat(),
      onFrame: (frame) => receive(frame),
      onStatus: setStatus,
    })
    const wake = () => {
      if (document.visibilityState === 'visible') live.wake()
    }
    document.addEventListener('visibilitychange', wake)
    window.addEventListener('online', wake)
    return () => {
      document.removeEventListener('visibilitychange', wake)
      window.removeEventListener('online', wake)
      live.stop()
    }
  }, [projectId, watched])

  return status
}
