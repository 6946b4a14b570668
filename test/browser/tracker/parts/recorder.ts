// A part that records what it is told, for the tests of how parts are loaded.

type Undo = () => void

type Site = {
  settings: { recording: { mode: string } }
  record: (pieces: string[]) => void
  onSession: (act: (who: { sessionId: string }) => void) => Undo
  onPage: (act: (page: { url: string }) => void) => Undo
  onDropped: (act: () => void) => Undo
}

export const start = (site: Site): Undo => {
  const told = [`started ${site.settings.recording.mode}`]
  // By a text: the build shortens names of the tracker's own, of which this is one.
  Reflect.set(globalThis, 'told', told)
  Reflect.set(globalThis, 'piece', (piece: unknown) => site.record([JSON.stringify(piece)]))
  const undos = [
    site.onSession(({ sessionId }) => told.push(`session ${sessionId}`)),
    site.onPage(({ url }) => told.push(`page ${url}`)),
    site.onDropped(() => told.push('dropped')),
  ]
  return () => {
    for (const undo of undos) undo()
    told.push('ended')
  }
}
