// What a project tells a page, as the ingest answers it: all that the tracker can do.
import {
  type PageSettings,
  RECORDING_DEFAULTS,
  SCREENSHOT_DEFAULTS,
} from '../../../core/projects/page-settings.ts'

export const SETTINGS: PageSettings = {
  version: 'fixture',
  idleMinutes: 30,
  recording: RECORDING_DEFAULTS,
  screenshots: SCREENSHOT_DEFAULTS,
  masking: { inputs: true, text: false },
}
