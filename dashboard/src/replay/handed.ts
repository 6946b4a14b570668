// What of a session is handed on: all of it, or the part between two moments under its title.
export type Handed = { from: number; to: number; title: string }
