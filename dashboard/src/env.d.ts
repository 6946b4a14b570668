// Modules that the build makes.
declare module 'virtual:theme-variables.css'
declare module 'virtual:offline-player' {
  export const script: string
  export const style: string
}
