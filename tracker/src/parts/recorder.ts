// The part that records: rrweb's recorder behind our seam.

import { createRrwebEngine } from '../recording/rrweb/rrweb-engine.ts'
import { startRecording } from '../recording/start.ts'
import type { StartPart } from '../site.ts'

export const start: StartPart = (site) => startRecording(site, createRrwebEngine)
