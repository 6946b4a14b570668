// What a person reads when everything is up.
import type { Started } from './start-playhead.ts'

export const announce = ({ access, directory }: Started): string => `
  Dashboard   ${access.url}
              ${access.member.email}  ${access.member.password}
  Demo shop   ${access.demoUrl}
  Player      ${access.playerUrl}
  Project     ${access.projectId}
  Keys        ${access.publishableKey}  (publishable)
              ${access.secretKey}  (secret)

  <script async src="${access.url}/tracker.js" data-key="${access.publishableKey}"></script>

  All of this is in ${directory}/local.json; logs are in ${directory}/state/logs. Stop with ctrl-C.

Playhead is ready`
