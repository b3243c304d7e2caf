/** Address of a call's page, for any id. */
export const callPath = (feed: string, callId: string) =>
  `/calls/${encodeURIComponent(feed)}/${encodeURIComponent(callId)}`
