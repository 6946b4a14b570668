// What a person reads when everything is up.
import type { LocalAccess } from './first-run.ts'

export const announce = ({
  url,
  playerUrl,
  demoUrl,
  publishableKey,
  secretKey,
  projectId,
  member,
}: LocalAccess): string => `
  Dashboard   ${url}
              ${member.email}  ${member.password}
  Demo shop   ${demoUrl}
  Player      ${playerUrl}
  Project     ${projectId}
  Keys        ${publishableKey}  (publishable)
              ${secretKey}  (secret)

  <script async src="${url}/tracker.js" data-key="${publishableKey}"></script>

  All of this is in .playhead/local.json; logs are in .playhead/state/logs. Stop with ctrl-C.

Playhead is ready`
