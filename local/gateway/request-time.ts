// The time of a request in the Common Log Format, as `requestContext.time` has it.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `12/Mar/2020:19:03:58 +0000` */
export const requestTime = (at: number): string => {
  const date = new Date(at)
  const [day, clock] = [date.toISOString().slice(8, 10), date.toISOString().slice(11, 19)]
  return `${day}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${clock} +0000`
}
