// Text that keeps its layout and says nothing.

export const DOT = '•'

export const dots = (text: string) => text.replace(/\S/g, DOT)
